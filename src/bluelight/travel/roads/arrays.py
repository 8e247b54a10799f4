"""The arrays that the road modules pass to each other."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Int = NDArray[np.int32]
Float = NDArray[np.float64]
Flag = NDArray[np.bool_]
