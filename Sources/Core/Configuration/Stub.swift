// temporary
package import FoundationEssentials
package struct CloudConfiguration: Sendable {
    package var name: String
    package var authentication: Credentials
    package var authURL: URL
    package var regionName: String?
    package var interface: Interface
    package enum Interface: String, Sendable { case `public`, `internal`, admin }
    package var endpointOverrides: [String: URL]
}
package enum Credentials: Sendable { case stub }
enum Suggestion { static func nearest(to: String, among: [String]) -> String? { nil } }
