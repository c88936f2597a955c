// swift-tools-version: 6.1
// SPDX-License-Identifier: Apache-2.0
import PackageDescription

let settings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

// The framework and the layers that it stands on, for what looks inside them.
let layers: [Target.Dependency] = ["SCSSupport", "SCSYAML", "SCSHTTP", "SCSOpenStack", "SCSCheck"]

let package = Package(
    name: "scs-check",
    products: [
        .executable(name: "scs-check", targets: ["scs-check"]),
        .library(name: "SCSCheck", targets: ["SCSCheck"]),
        .library(name: "SCSCheckCommand", targets: ["SCSCheckCommand"]),
        .library(name: "SCSCheckTesting", targets: ["SCSCheckTesting"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.5.0"),
        .package(url: "https://github.com/apple/swift-system", from: "1.5.0"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.0", traits: []),
    ],
    targets: [
        .systemLibrary(
            name: "SCSCurl", path: "Sources/CCurl", pkgConfig: "libcurl",
            providers: [.apt(["libcurl4-openssl-dev"])]),
        .systemLibrary(
            name: "SCSOpenSSL", path: "Sources/COpenSSL", pkgConfig: "libcrypto",
            providers: [.apt(["libssl-dev"])]),
        .systemLibrary(
            name: "SCSLibYAML", path: "Sources/CYAML", pkgConfig: "yaml-0.1",
            providers: [.apt(["libyaml-dev"])]),
        .systemLibrary(
            name: "SCSZlib", path: "Sources/CZlib", pkgConfig: "zlib",
            providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(
            name: "SCSSQLite", path: "Sources/CSQLite", pkgConfig: "sqlite3",
            providers: [.apt(["libsqlite3-dev"])]),
        .systemLibrary(name: "SCSBuild", path: "Sources/CBuild"),
        // A straight line, held by the compiler: each target knows only those above it.
        .target(
            name: "SCSSupport",
            dependencies: [
                "SCSOpenSSL",
                .product(name: "Subprocess", package: "swift-subprocess"),
                .product(name: "SystemPackage", package: "swift-system"),
            ],
            path: "Sources/Core/Support", swiftSettings: settings),
        .target(
            name: "SCSYAML", dependencies: ["SCSLibYAML", "SCSSupport"], path: "Sources/Core/YAML",
            swiftSettings: settings),
        .target(
            name: "SCSHTTP", dependencies: ["SCSCurl", "SCSSupport"], path: "Sources/Core/HTTP",
            swiftSettings: settings),
        .target(
            name: "SCSOpenStack",
            dependencies: [
                "SCSSupport", "SCSYAML", "SCSHTTP",
                .product(name: "Subprocess", package: "swift-subprocess"),
                .product(name: "SystemPackage", package: "swift-system"),
            ],
            path: "Sources/Core/OpenStack",
            resources: [.embedInCode("Configuration/PublicClouds.yaml")], swiftSettings: settings),
        .target(
            name: "SCSCheck",
            dependencies: [
                "SCSSupport", "SCSYAML", "SCSHTTP", "SCSOpenStack",
                .product(name: "Subprocess", package: "swift-subprocess"),
                .product(name: "SystemPackage", package: "swift-system"),
            ],
            path: "Sources/Core/Framework", swiftSettings: settings),
        // Many subjects: their file, the matrix of their verdicts, shards and merges.
        .target(
            name: "SCSFleet", dependencies: ["SCSSupport", "SCSYAML", "SCSCheck"],
            path: "Sources/Core/Fleet", swiftSettings: settings),
        // What follows a verdict: signatures, upload, evidence, history.
        .target(
            name: "SCSHandover",
            dependencies: [
                "SCSZlib", "SCSSQLite", "SCSSupport", "SCSYAML", "SCSHTTP", "SCSOpenStack",
                "SCSCheck",
            ],
            path: "Sources/Core/Handover", swiftSettings: settings),
        .target(
            name: "SCSCheckModules", dependencies: ["SCSCheck"], path: "Sources/Checks",
            swiftSettings: settings),
        .target(
            name: "SCSSimulatedCloud", dependencies: ["SCSSupport", "SCSHTTP"],
            path: "Sources/SimulatedCloud", swiftSettings: settings),
        .target(
            name: "SCSStandards", dependencies: ["SCSCheck", "SCSCheckModules"], path: "Standards",
            exclude: ["report.schema.json", "DIFFERENCES.md", "external"],
            resources: [.embedInCode("iaas")], swiftSettings: settings),
        // The command line as a library, so that others' packages have it with checks of their own.
        .target(
            name: "SCSCheckCommand",
            dependencies: [
                "SCSBuild", "SCSCheck", "SCSFleet", "SCSHandover", "SCSCheckModules",
                "SCSSimulatedCloud", "SCSStandards",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            path: "Sources/Runner", exclude: ["Main"], swiftSettings: settings),
        .executableTarget(
            name: "scs-check", dependencies: ["SCSCheckCommand"], path: "Sources/Runner/Main",
            swiftSettings: settings),
        // What tests of checks need, ours and those of others' packages.
        .target(
            name: "SCSCheckTesting", dependencies: layers + ["SCSSimulatedCloud"],
            path: "Sources/Testing", swiftSettings: settings),
        .target(
            name: "TestSupport", dependencies: layers + ["SCSSimulatedCloud", "SCSCheckTesting"],
            path: "Tests/TestSupport",
            swiftSettings: settings),
        // A simulated cloud that outlives the program under test; for `make campaign-kill` and the like.
        .executableTarget(
            name: "CloudServer", dependencies: ["SCSCheck", "SCSSimulatedCloud", "TestSupport"],
            path: "Tests/Campaigns/shared/CloudServer", swiftSettings: settings),
        .testTarget(
            name: "SupportTests", dependencies: ["SCSSupport", "TestSupport"],
            swiftSettings: settings),
        .testTarget(
            name: "YAMLTests", dependencies: ["SCSSupport", "SCSYAML", "TestSupport"],
            swiftSettings: settings),
        .testTarget(
            name: "HTTPTests", dependencies: ["SCSSupport", "SCSHTTP", "TestSupport"],
            swiftSettings: settings),
        .testTarget(
            name: "OpenStackTests",
            dependencies: layers + ["TestSupport"],
            swiftSettings: settings),
        .testTarget(
            name: "SimulatedCloudTests",
            dependencies: ["SCSSupport", "SCSHTTP", "SCSSimulatedCloud", "TestSupport"],
            swiftSettings: settings),
        .testTarget(
            name: "CoreTests", dependencies: layers + ["SCSSimulatedCloud", "TestSupport"],
            exclude: ["Report/Formats/Schemas"], swiftSettings: settings),
        .testTarget(
            name: "HandoverTests",
            dependencies: layers + ["SCSHandover", "SCSSimulatedCloud", "TestSupport"],
            exclude: ["Fixtures"], swiftSettings: settings),
        .testTarget(
            name: "FleetTests", dependencies: layers + ["SCSFleet", "TestSupport"],
            swiftSettings: settings),
        .testTarget(
            name: "ChecksTests",
            dependencies: layers + ["SCSCheckModules", "SCSSimulatedCloud", "TestSupport"],
            swiftSettings: settings),
        .testTarget(
            name: "RunnerTests",
            dependencies: layers + [
                "SCSHandover", "SCSCheckModules", "SCSSimulatedCloud", "SCSStandards",
                "TestSupport",
                "SCSCheckCommand",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: settings),
        .testTarget(
            name: "CampaignTests",
            dependencies: layers + [
                "SCSCheckModules", "SCSSimulatedCloud", "SCSStandards", "TestSupport",
                "SCSCheckCommand",
            ],
            path: "Tests/Campaigns",
            exclude: [
                "README.md", "authentication", "configuration", "deadlines", "faults/README.md",
                "fuzz", "hardened", "kill", "lies/README.md", "lies/lies.py", "limits/README.md",
                "limits/limits.py", "neighbours", "outages", "sanitizers", "secrets", "shared",
                "transport", "yaml/README.md",
            ],
            swiftSettings: settings),
        .testTarget(
            name: "IntegrationTests",
            dependencies: layers + ["SCSCheckModules", "SCSSimulatedCloud", "TestSupport"],
            swiftSettings: settings),
    ],
    swiftLanguageModes: [.v6]
)

// The parsers under libFuzzer, for `make campaign-fuzz` alone: everybody else lacks its runtime.
if Context.environment["SCS_CHECK_FUZZ"] != nil {
    package.targets.append(
        .executableTarget(
            name: "Fuzz", dependencies: layers + ["SCSFleet", "SCSHandover", "SCSCheckModules"],
            path: "Tests/Campaigns/fuzz",
            exclude: ["README.md", "Seeds", "fuzz.py"],
            swiftSettings: settings + [.unsafeFlags(["-parse-as-library"])]))
}

// What digests cost, for `make bench-digest` alone.
if Context.environment["SCS_CHECK_BENCH"] != nil {
    package.targets.append(
        .executableTarget(
            name: "DigestBench", dependencies: ["SCSSupport"], path: "Benchmarks/Digest",
            swiftSettings: settings))
}
