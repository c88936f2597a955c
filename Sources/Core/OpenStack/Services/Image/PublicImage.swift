// SPDX-License-Identifier: Apache-2.0
public import SCSSupport

/// An image with the properties that describe it; size in bytes, disk in GiB, RAM in MiB.
///
/// Source: https://docs.openstack.org/glance/latest/admin/useful-image-properties.html
public struct PublicImage: Sendable {
    /// The id from the service.
    public var id: String
    /// The name of the resource.
    public var name: String
    /// `public`, `community`, `shared` or `private`.
    public var visibility: String
    /// Whether lists omit the image by default.
    public var isHidden: Bool
    /// The status, as the service reports it.
    public var status: String
    /// The size of the file in bytes.
    public var size: Quantity?
    /// The smallest disk in GiB.
    public var minDisk: Quantity?
    /// The minimum memory in MiB.
    public var minRAM: Quantity?
    /// When it was created, as the service writes it.
    public var createdAt: String
    /// `os_hash_algo`, or the owner's `hash_algo` if the service has none (before Rocky).
    public var hashAlgorithm: String?
    /// The property `architecture`.
    public var architecture: String?
    /// The property `os_distro`.
    public var osDistro: String?
    /// The property `os_version`.
    public var osVersion: String?
    /// The property `os_purpose`.
    public var osPurpose: String?
    /// The property `hw_disk_bus`.
    public var diskBus: String?
    /// The property `hypervisor_type`.
    public var hypervisorType: String?
    /// The property `hw_rng_model`.
    public var rngModel: String?
    /// `image_build_date`
    public var buildDate: String?
    /// `image_original_user`
    public var originalUser: String?
    /// `image_source`
    public var source: String?
    /// `image_description`
    public var description: String?
    /// The property `replace_frequency`.
    public var replaceFrequency: String?
    /// The property `provided_until`.
    public var providedUntil: String?
    /// The property `uuid_validity`.
    public var uuidValidity: String?
    /// The property `hotfix_hours`.
    public var hotfixHours: String?

    /// Whether it is offered to everybody.
    package var isOffered: Bool {
        (visibility == "public" || visibility == "community") && status.lowercased() != "deleted"
    }
}

extension PublicImage: Decodable {
    private enum Key: String, CodingKey {
        case id, name, visibility, status, size, architecture
        case isHidden = "os_hidden"
        case minDisk = "min_disk"
        case minRAM = "min_ram"
        case createdAt = "created_at"
        case hashAlgorithm = "os_hash_algo"
        case ownHashAlgorithm = "hash_algo"
        case osDistro = "os_distro"
        case osVersion = "os_version"
        case osPurpose = "os_purpose"
        case diskBus = "hw_disk_bus"
        case hypervisorType = "hypervisor_type"
        case rngModel = "hw_rng_model"
        case buildDate = "image_build_date"
        case originalUser = "image_original_user"
        case source = "image_source"
        case description = "image_description"
        case replaceFrequency = "replace_frequency"
        case providedUntil = "provided_until"
        case uuidValidity = "uuid_validity"
        case hotfixHours = "hotfix_hours"
    }

    /// Decodes an image.
    public init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: Key.self)
        /// A property is a string; numbers and booleans are converted.
        func text(_ key: Key) throws -> String? {
            do {
                return try fields.decodeIfPresent(String.self, forKey: key)
            } catch DecodingError.typeMismatch {
                switch try fields.decode(JSON.self, forKey: key) {
                case .integer(let number): return String(number)
                case .number(let number): return String(number)
                case .bool(let value): return value ? "True" : "False"
                default:
                    throw DecodingError.typeMismatch(
                        String.self,
                        DecodingError.Context(
                            codingPath: fields.codingPath + [key],
                            debugDescription: "a property is not a string"))
                }
            }
        }
        func quantity(_ key: Key) throws -> Quantity? {
            try fields.decodeIfPresent(Quantity.self, forKey: key)
        }
        id = try text(.id) ?? ""
        name = try text(.name) ?? ""
        visibility = try text(.visibility) ?? ""
        isHidden = try fields.decodeIfPresent(Bool.self, forKey: .isHidden) ?? false
        status = try text(.status) ?? ""
        size = try quantity(.size)
        minDisk = try quantity(.minDisk)
        minRAM = try quantity(.minRAM)
        createdAt = try text(.createdAt) ?? ""
        hashAlgorithm = try text(
            fields.contains(.hashAlgorithm) ? .hashAlgorithm : .ownHashAlgorithm)
        architecture = try text(.architecture)
        osDistro = try text(.osDistro)
        osVersion = try text(.osVersion)
        osPurpose = try text(.osPurpose)
        diskBus = try text(.diskBus)
        hypervisorType = try text(.hypervisorType)
        rngModel = try text(.rngModel)
        buildDate = try text(.buildDate)
        originalUser = try text(.originalUser)
        source = try text(.source)
        description = try text(.description)
        replaceFrequency = try text(.replaceFrequency)
        providedUntil = try text(.providedUntil)
        uuidValidity = try text(.uuidValidity)
        hotfixHours = try text(.hotfixHours)
    }
}
