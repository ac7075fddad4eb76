"""What the identity of a world depends on besides its plan."""

ENGINE_VERSION = "3"  # raised whenever the same plan gives other numbers

CHUNK = 256  # worlds in one compiled program; part of the version, never an option
BLOCK = 1024  # worlds in one block of results; a multiple of CHUNK
