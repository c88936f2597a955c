// SPDX-License-Identifier: Apache-2.0

/// The files of a new check; marks such as `__ID__` are replaced by its names.
enum CheckTemplates {
    /// The module: one test case that creates something, one that judges facts.
    static let module = ##"""
        // SPDX-License-Identifier: Apache-2.0
        __ACCESS__import SCSCheck

        /// __TITLE__: an example of each kind of test case, to be replaced by what the standard requires.
        __ACCESS__struct __TYPE__: CheckModule {
            __ACCESS__let standard = "__ID__"
        __INIT__
            __ACCESS__var prerequisites: [Prerequisite] { [.customer, .service(.blockStorage), .quota] }

            __ACCESS__var testcases: [Testcase] {
                [
                    Testcase("__ID__-snapshot", depth: .api, Self.snapshot),
                    .judging("__ID__-names", .flavors, "every flavor has a name") { flavors, judgement in
                        for flavor in flavors where flavor.name.isEmpty {
                            judgement.violation("The flavor \(flavor.id) has no name; customers need one.")
                        }
                    },
                ]
            }

            static var snapshot: Scenario<Void> {
                Scenario()
                    .step("create a volume", creates: .volume(gib: 1)) { context, _ in
                        try await context.make(.volume("source", gib: 1))
                    }
                    .require("take a snapshot of it", creates: .snapshot(gib: 1)) { context, volume in
                        _ = try await context.make(.snapshot(of: volume, "snapshot"))
                    }
            }

            __ACCESS__var examples: [Example] {
                [
                    Example(
                        "A flavor without a name",
                        facts: #"{"flavors": [{"id": "7", "vcpus": 1, "ram": 512, "disk": 0}]}"#,
                        verdicts: ["__ID__-names": .fail])
                ]
            }
        }

        """##

    /// The description of its standard.
    static let description = ##"""
        # SPDX-License-Identifier: Apache-2.0
        # A summary of the standard in your own words; the linked text is authoritative.
        standard: __ID__
        version: __VERSION__
        name: __TITLE__
        aliases: [__NAME__]
        url: https://docs.scs.community/standards/__VERSION__-__NAME__
        summary: Customers can take snapshots of their volumes.
        testcases:
          - id: __ID__-snapshot
            target: main
            title: A volume can be snapshotted
          - id: __ID__-names
            target: recommended
            title: Flavors have names

        """##

    /// Its tests; imports and module depend on the package.
    static let tests = ##"""
        // SPDX-License-Identifier: Apache-2.0
        __IMPORTS__
        struct __TYPE__Tests {
        __MODULE__
            @Test func `Each example has its stated verdicts`() async throws {
                #expect(try await module.brokenExamples() == [])
            }

            @Test func `A compliant cloud passes and leaves nothing behind`() async throws {
                let run = try await module.run()
                #expect(run.verdicts == ["__ID__-snapshot": .pass, "__ID__-names": .pass])
                #expect(run.leftBehind == [])
            }

            @Test func `A cloud whose snapshots end in error fails and leaves nothing behind`()
                async throws
            {
                // Your own defect: the answer is modified.
                let run = try await module.run(["__ID__-snapshot"]) { request, response in
                    guard request.method == .get, request.path.contains("/snapshots/") else { return }
                    let text = String(decoding: response.body, as: UTF8.self)
                    response.body = Array(
                        text.replacing(#/"status":\s*"available"/#, with: #""status":"error""#).utf8)
                }
                #expect(run.results["__ID__-snapshot"]?.reason == .resourceError)
                #expect(run.verdicts == ["__ID__-snapshot": .fail])
                #expect(run.leftBehind == [])
            }

            @Test func `A full quota says nothing about the cloud`() async throws {
                let run = try await module.run(["__ID__-snapshot"], fault: "quota-full")
                #expect(run.verdicts == ["__ID__-snapshot": .abort])
            }
        }

        """##

    /// The manifest of its own package.
    static let package = ##"""
        // swift-tools-version: 6.1
        // SPDX-License-Identifier: Apache-2.0
        import PackageDescription

        let package = Package(
            name: "__NAME__-check",
            dependencies: [__DEPENDENCY__],
            targets: [
                .target(
                    name: "__CAMEL__Checks",
                    dependencies: [.product(name: "SCSCheck", package: "scs-check")],
                    resources: [.embedInCode("__ID__.yaml")]),
                .executableTarget(
                    name: "__NAME__-check",
                    dependencies: [
                        "__CAMEL__Checks", .product(name: "SCSCheckCommand", package: "scs-check"),
                    ]),
                .testTarget(
                    name: "__CAMEL__ChecksTests",
                    dependencies: [
                        "__CAMEL__Checks", .product(name: "SCSCheckTesting", package: "scs-check"),
                    ]),
            ]
        )

        """##

    /// The program of its own package.
    static let program = ##"""
        // SPDX-License-Identifier: Apache-2.0
        import SCSCheckCommand
        import __CAMEL__Checks

        // All commands of scs-check, with the checks of this package beside those of SCS;
        // without `.iaas`, with these alone.
        let program = CheckProgram(
            name: "__NAME__-check", version: "0.1.0", collections: [.iaas, .__VARIABLE__])
        await program.main()

        """##

    /// What the package adds to the program.
    static let collection = ##"""
        // SPDX-License-Identifier: Apache-2.0
        public import SCSCheck

        extension CheckCollection {
            /// The checks of this package.
            public static let __VARIABLE__ = CheckCollection([
                Check("__ID__.yaml", PackageResources.__RESOURCE__, __TYPE__())
            ])
        }

        """##
}
