// SPDX-License-Identifier: Apache-2.0
import SCSCheckCommand

await CheckProgram().main()
