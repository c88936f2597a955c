// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials

#if canImport(Glibc)
    import Glibc
#else
    import Musl
#endif

extension Error {
    /// Any error in words, on one line; system errors are translated.
    package var formatted: String {
        switch self as any Error {
        case let error as CocoaError: error.words
        case let error as POSIXError: systemWords(error.code.rawValue)
        case DecodingError.keyNotFound(let key, let context):
            "\((context.codingPath + [key]).spelled) is missing".harmless(300)
        case DecodingError.typeMismatch(_, let context),
            DecodingError.valueNotFound(_, let context), DecodingError.dataCorrupted(let context):
            context.codingPath.isEmpty
                ? "it is not JSON of that shape"
                : "\(context.codingPath.spelled) has another type than expected".harmless(300)
        default: "\(self)".harmless(2000)
        }
    }
}

/// The system's message for an error number.
private func systemWords(_ number: Int32) -> String { String(cString: strerror(number)) }

extension CocoaError {
    fileprivate var words: String {
        // The system's error number is the most precise information.
        if let system = underlying as? POSIXError { return system.formatted }
        return switch code {
        case .fileNoSuchFile, .fileReadNoSuchFile: systemWords(ENOENT)
        case .fileReadNoPermission, .fileWriteNoPermission: systemWords(EACCES)
        case .fileWriteFileExists: systemWords(EEXIST)
        case .fileWriteOutOfSpace: systemWords(ENOSPC)
        case .fileWriteVolumeReadOnly: systemWords(EROFS)
        case .fileReadTooLarge: systemWords(EFBIG)
        case .fileReadInvalidFileName, .fileWriteInvalidFileName:
            "The name is not a valid file name"
        default: "The system reported error \(code.rawValue) without a reason"
        }
    }
}
