# SPDX-License-Identifier: Apache-2.0
"""Prints the passcode of this moment, as an authenticator would."""
from identity import passcode

print(passcode())
