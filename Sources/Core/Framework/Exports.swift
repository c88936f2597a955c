// SPDX-License-Identifier: Apache-2.0

// One import for authors of checks: the layers below are part of the framework.
@_exported public import SCSHTTP
@_exported public import SCSOpenStack
@_exported public import SCSSupport
@_exported public import SCSYAML
