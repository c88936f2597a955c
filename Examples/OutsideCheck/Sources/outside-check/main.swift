// SPDX-License-Identifier: Apache-2.0
import OutsideChecks
import SCSCheckCommand

// All commands of scs-check, with the checks of this package beside those of SCS;
// without `.iaas`, with these alone.
let program = CheckProgram(
    name: "outside-check", version: "1.0.0", collections: [.iaas, .outside])
await program.main()
