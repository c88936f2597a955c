// SPDX-License-Identifier: Apache-2.0
public import Core

/// All checks of this program: a new one adds a file beside this one and a line here.
public let allChecks: [any CheckModule] = [
    SCS0117VolumeBackup()
]
