// SPDX-License-Identifier: Apache-2.0

/// The whole command line, for a program's `main`.
public struct CheckProgram: Sendable {
    /// The program with the standards and checks of this package.
    public init() {}

    /// Runs the command line of this process and ends with its exit status.
    public func main() async {
        await Program.main()
    }
}
