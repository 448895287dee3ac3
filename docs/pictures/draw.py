"""Draw the demo newspaper's pictures: every one is code, and comes out the same each time.

    python docs/pictures/draw.py                 # all of them, into content/
    python docs/pictures/draw.py viaduct derby   # just those, by file name without its ending

It needs Pillow and nothing else. The styles are in the modules beside this one.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import desks
import flat
import lane
import maidan
import night
import portraits
import prints
import sheets
import shows
import stills
import weather
import works
import yards
from kit import save_jpeg, save_png
from PIL import Image

CONTENT = Path(__file__).resolve().parents[2] / "content"

PICTURES: dict[str, Callable[[], Image.Image]] = {
    "nation/ghat-road-reopens/ghat-road.jpg": weather.ghat_road,
    "nation/monsoon-railway/viaduct.jpg": flat.viaduct,
    "world/storm-surge-pact/surge.jpg": weather.surge,
    "world/zanzibar-logbooks/logbook.jpg": desks.logbook,
    "world/strait-lights/strait.jpg": flat.strait,
    "world/strait-lights/lighthouse-chart.png": sheets.lighthouse_chart,
    "city/after-the-flood-1/flooded-lane.jpg": lane.flooded_lane,
    "city/after-the-flood-1/pump-house.jpg": works.pump_house,
    "city/after-the-flood-1/tide-gate.jpg": works.tide_gate,
    "city/after-the-flood-1/lane-map.png": sheets.lane_map,
    "city/after-the-flood-4/squares.jpg": desks.wall_chart,
    "city/night-ferry/ferry.jpg": night.ferry,
    "city/pump-house-contract/pump-hall.jpg": yards.pump_hall,
    "business/electric-ferries/ferry-plan.jpg": yards.ferry_plan,
    "business/port-figures/cranes.jpg": works.cranes,
    "business/port-figures/tonnage-chart.png": sheets.tonnage_chart,
    "science/mangrove-count/mangrove.jpg": prints.mangrove,
    "science/tide-tables/tide.png": sheets.tide_chart,
    "science/comet-over-vela/comet.jpg": night.comet,
    "sport/net-run-rate-explained/scoreboard.jpg": maidan.match_over,
    "sport/harbour-derby/derby.jpg": shows.derby,
    "sport/monsoon-marathon/runners.jpg": prints.runners,
    "arts/lighthouse-theatre/stage.jpg": shows.stage,
    "arts/lighthouse-theatre/seating.png": sheets.seating,
    "arts/print-museum/press.jpg": prints.press,
    "arts/print-museum/type-case.jpg": prints.type_case,
    "arts/print-museum/linocut.png": prints.linocut,
    "arts/vasanti-shenvi/microphone.jpg": desks.microphone,
    "arts/silent-film-found/film.jpg": stills.film,
    "opinion/exams-in-the-heat/exam-hall.jpg": desks.exam_hall,
    "opinion/a-lock-and-a-light/door.jpg": stills.locked,
    "courier-logo.png": sheets.courier_logo,
    **{f"authors/{name}.png": partial(portraits.portrait, name) for name in portraits.SITTERS},
}


def write(name: str) -> None:
    """Draw one picture into its place and say how large it came out."""
    path = CONTENT / name
    path.parent.mkdir(parents=True, exist_ok=True)
    image = PICTURES[name]()
    note = ""
    if path.suffix == ".jpg":
        note = f"  quality {save_jpeg(image, path)}"
    else:
        save_png(image, path)
    sys.stdout.write(f"{path.stat().st_size / 1000:7.1f} kB  {name}{note}\n")


def main(wanted: list[str]) -> int:
    """Draw the pictures asked for, or all of them."""
    unknown = set(wanted) - {Path(name).stem for name in PICTURES}
    if unknown:
        sys.stderr.write(f"No such picture: {', '.join(sorted(unknown))}\n")
        return 2
    for name in PICTURES:
        if not wanted or Path(name).stem in wanted:
            write(name)
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
