// SPDX-License-Identifier: Apache-2.0

// One import for the author of a check: the words of the layers below belong to the framework's.
@_exported public import HTTP
@_exported public import OpenStack
@_exported public import Support
@_exported public import YAML
