"""The kinds of move there are. A new kind is a file in `moves/` and a line here."""

from __future__ import annotations

from bluelight.options.base import Move
from bluelight.options.moves.buy_together import BuyTogether
from bluelight.options.moves.close_site import CloseSite
from bluelight.options.moves.co_respond import CoRespond
from bluelight.options.moves.dual_role_crew import DualRoleCrew
from bluelight.options.moves.forced_entry import ForcedEntry
from bluelight.options.moves.governance import Governance
from bluelight.options.moves.join_control_rooms import JoinControlRooms
from bluelight.options.moves.joint_response_unit import JointResponseUnit
from bluelight.options.moves.merge_support import MergeSupport
from bluelight.options.moves.move_unit import MoveUnit
from bluelight.options.moves.open_site import OpenSite
from bluelight.options.moves.pool_fleet import PoolFleet
from bluelight.options.moves.prevention import Prevention
from bluelight.options.moves.share_neighbours import ShareNeighbours
from bluelight.options.moves.share_site import ShareSite
from bluelight.options.moves.shared_posts import SharedPosts
from bluelight.options.moves.train_together import TrainTogether

KINDS: dict[str, type[Move]] = {
    str(move.model_fields["kind"].default): move
    for move in (
        ShareSite,
        ShareNeighbours,
        CloseSite,
        OpenSite,
        MoveUnit,
        CoRespond,
        JoinControlRooms,
        DualRoleCrew,
        JointResponseUnit,
        ForcedEntry,
        PoolFleet,
        BuyTogether,
        MergeSupport,
        SharedPosts,
        TrainTogether,
        Prevention,
        Governance,
    )
}
