// swift-tools-version: 6.1
// SPDX-License-Identifier: Apache-2.0
import PackageDescription

// In a repository of your own: .package(url: "https://…/scs-check", from: "0.2.0")
let scsCheck: Package.Dependency = .package(name: "scs-check", path: "../..")

let package = Package(
    name: "outside-check",
    dependencies: [scsCheck],
    targets: [
        .target(
            name: "OutsideChecks",
            dependencies: [.product(name: "SCSCheck", package: "scs-check")],
            resources: [.embedInCode("scs-9001.yaml")]),
        .executableTarget(
            name: "outside-check",
            dependencies: [
                "OutsideChecks", .product(name: "SCSCheckCommand", package: "scs-check"),
            ]),
        .testTarget(
            name: "OutsideChecksTests",
            dependencies: [
                "OutsideChecks", .product(name: "SCSCheckTesting", package: "scs-check"),
            ]),
    ]
)
