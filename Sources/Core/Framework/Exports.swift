// SPDX-License-Identifier: Apache-2.0

// One import for the author of a check: the words of the layers below belong to the framework's.
@_exported public import SCSHTTP
@_exported public import SCSOpenStack
@_exported public import SCSSupport
@_exported public import SCSYAML
