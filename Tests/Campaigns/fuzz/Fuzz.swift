// SPDX-License-Identifier: Apache-2.0
import Glibc

/// Called by libFuzzer with each input; the environment names the subject.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    subject.read(Array(UnsafeBufferPointer(start: start, count: count)))
    return 0
}

private let subject: Subject = {
    let name = getenv("SCS_CHECK_FUZZ").map { String(cString: $0) } ?? ""
    guard let subject = Subject(rawValue: name) else {
        let known = Subject.allCases.map(\.rawValue).joined(separator: ", ")
        fatalError("SCS_CHECK_FUZZ is '\(name)'; it names one of \(known).")
    }
    return subject
}()
