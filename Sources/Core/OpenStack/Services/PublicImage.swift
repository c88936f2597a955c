// SPDX-License-Identifier: Apache-2.0
public import Support

/// An image with the properties that describe it; size in bytes, disk in GiB, RAM in MiB.
///
/// Source: https://docs.openstack.org/glance/latest/admin/useful-image-properties.html
public struct PublicImage: Sendable {
    public var id: String
    public var name: String
    public var visibility: String
    public var isHidden: Bool
    public var status: String
    public var size: Quantity?
    public var minDisk: Quantity?
    public var minRAM: Quantity?
    public var createdAt: String
    /// `os_hash_algo`, or its owner's `hash_algo` where the image service tells none (before Rocky).
    public var hashAlgorithm: String?
    public var architecture: String?
    public var osDistro: String?
    public var osVersion: String?
    public var osPurpose: String?
    public var diskBus: String?
    public var hypervisorType: String?
    public var rngModel: String?
    /// `image_build_date`
    public var buildDate: String?
    /// `image_original_user`
    public var originalUser: String?
    /// `image_source`
    public var source: String?
    /// `image_description`
    public var description: String?
    public var replaceFrequency: String?
    public var providedUntil: String?
    public var uuidValidity: String?
    public var hotfixHours: String?

    /// Whether the cloud offers it to everybody.
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

    public init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: Key.self)
        /// A property is a text; a service that answers a number or a boolean means its text.
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
