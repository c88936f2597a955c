// SPDX-License-Identifier: Apache-2.0

extension Defect {
    /// Of standards that are drafts: they are beside those in force and leave them alone.
    static let drafts = [
        ("scs-0104-x-upload", "members may not upload images"),
        ("scs-0104-x-source-debian", "a generic Debian 10 is not from its publisher"),
        ("scs-0104-x-source-ubuntu", "a generic Ubuntu 18.04 is not from its publisher"),
        ("scs-0104-x-source-other", "a generic Rocky Linux names no publisher"),
        ("scs-0104-x-capi", "a Cluster API image has another os_purpose and description"),
        ("scs-0104-x-ubuntu-latest", "no image of Ubuntu 26.04 is generic"),
        ("scs-0104-x-ubuntu-previous", "no image of Ubuntu 24.04 is generic"),
        ("scs-0104-x-debian-latest", "no image of Debian 13 is generic"),
        ("scs-0104-x-debian-previous", "no image of Debian 12 is generic"),
        ("scs-0104-x-capi-present", "the newer image for the Cluster API is missing"),
    ]
}
