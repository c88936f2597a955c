// swift-tools-version: 6.1
// SPDX-License-Identifier: Apache-2.0
import PackageDescription

let settings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

// The framework and the layers that it stands on, for what looks inside them.
let layers: [Target.Dependency] = ["Support", "YAML", "HTTP", "OpenStack", "Core"]

let package = Package(
    name: "scs-check",
    products: [
        .executable(name: "scs-check", targets: ["Runner"]),
        .library(name: "Core", targets: ["Core"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.5.0"),
        .package(url: "https://github.com/apple/swift-system", from: "1.5.0"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.0", traits: []),
    ],
    targets: [
        .systemLibrary(
            name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
        .systemLibrary(
            name: "COpenSSL", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
        .systemLibrary(name: "CYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),
        // A straight line, held by the compiler: each target knows only those above it.
        .target(
            name: "Support",
            dependencies: [
                "COpenSSL",
                .product(name: "Subprocess", package: "swift-subprocess"),
                .product(name: "SystemPackage", package: "swift-system"),
            ],
            path: "Sources/Core/Support", swiftSettings: settings),
        .target(
            name: "YAML", dependencies: ["CYAML", "Support"], path: "Sources/Core/YAML",
            swiftSettings: settings),
        .target(
            name: "HTTP", dependencies: ["CCurl", "Support"], path: "Sources/Core/HTTP",
            swiftSettings: settings),
        .target(
            name: "OpenStack",
            dependencies: [
                "Support", "YAML", "HTTP",
                .product(name: "Subprocess", package: "swift-subprocess"),
                .product(name: "SystemPackage", package: "swift-system"),
            ],
            path: "Sources/Core/OpenStack",
            resources: [.embedInCode("Configuration/PublicClouds.yaml")], swiftSettings: settings),
        .target(
            name: "Core",
            dependencies: [
                "Support", "YAML", "HTTP", "OpenStack",
                .product(name: "Subprocess", package: "swift-subprocess"),
                .product(name: "SystemPackage", package: "swift-system"),
            ],
            path: "Sources/Core/Framework", swiftSettings: settings),
        .target(name: "Checks", dependencies: ["Core"], swiftSettings: settings),
        .target(
            name: "SimulatedCloud", dependencies: ["Support", "HTTP"], swiftSettings: settings),
        .target(
            name: "Standards", path: "Standards",
            exclude: ["report.schema.json", "DIFFERENCES.md", "external"],
            resources: [.embedInCode("iaas")], swiftSettings: settings),
        .executableTarget(
            name: "Runner",
            dependencies: [
                "Core", "Checks", "SimulatedCloud", "Standards",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: settings),
        .target(
            name: "TestSupport", dependencies: layers + ["SimulatedCloud"],
            path: "Tests/TestSupport",
            swiftSettings: settings),
        // A simulated cloud that outlives the program under test; for `make campaign-kill` and the like.
        .executableTarget(
            name: "CloudServer", dependencies: ["Core", "SimulatedCloud", "TestSupport"],
            path: "Tests/Campaigns/shared/CloudServer", swiftSettings: settings),
        .testTarget(
            name: "SupportTests", dependencies: ["Support", "TestSupport"], swiftSettings: settings),
        .testTarget(
            name: "YAMLTests", dependencies: ["Support", "YAML", "TestSupport"],
            swiftSettings: settings),
        .testTarget(
            name: "HTTPTests", dependencies: ["Support", "HTTP", "TestSupport"],
            swiftSettings: settings),
        .testTarget(
            name: "OpenStackTests",
            dependencies: layers + ["TestSupport"],
            swiftSettings: settings),
        .testTarget(
            name: "SimulatedCloudTests",
            dependencies: ["Support", "HTTP", "SimulatedCloud", "TestSupport"],
            swiftSettings: settings),
        .testTarget(
            name: "CoreTests", dependencies: layers + ["SimulatedCloud", "TestSupport"],
            swiftSettings: settings),
        .testTarget(
            name: "ChecksTests",
            dependencies: layers + ["Checks", "SimulatedCloud", "TestSupport"],
            swiftSettings: settings),
        .testTarget(
            name: "RunnerTests",
            dependencies: layers + [
                "Checks", "SimulatedCloud", "Standards", "TestSupport", "Runner",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: settings),
        .testTarget(
            name: "CampaignTests",
            dependencies: layers + [
                "Checks", "SimulatedCloud", "Standards", "TestSupport", "Runner",
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
            dependencies: layers + ["Checks", "SimulatedCloud", "TestSupport"],
            swiftSettings: settings),
    ],
    swiftLanguageModes: [.v6]
)

// The parsers under libFuzzer, for `make campaign-fuzz` alone: everybody else lacks its runtime.
if Context.environment["SCS_CHECK_FUZZ"] != nil {
    package.targets.append(
        .executableTarget(
            name: "Fuzz", dependencies: layers + ["Checks"], path: "Tests/Campaigns/fuzz",
            exclude: ["README.md", "Seeds", "fuzz.py"],
            swiftSettings: settings + [.unsafeFlags(["-parse-as-library"])]))
}

// What digests cost, for `make bench-digest` alone.
if Context.environment["SCS_CHECK_BENCH"] != nil {
    package.targets.append(
        .executableTarget(
            name: "DigestBench", dependencies: ["Support"], path: "Benchmarks/Digest",
            swiftSettings: settings))
}
