// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing

@testable import SCSCheckCommand

/// The permissions that decide on warnings are those of the real file.
struct FileModeTests {
    @Test(arguments: [UInt16(0o600), 0o644, 0o640])
    func `A file's permissions are read`(_ mode: UInt16) throws {
        let folder = try TemporaryFolder()
        let file = folder.file("secure.yaml")
        try Data().write(to: file)
        try FileManager.default.setAttributes(
            [.posixPermissions: Int(mode)], ofItemAtPath: file.path(percentEncoded: false))
        #expect(ConfigurationFile.mode(file.path(percentEncoded: false)) == mode)
        #expect(ConfigurationFile.mode(folder.path + "/nothing") == nil)
    }
}
