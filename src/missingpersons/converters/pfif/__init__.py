"""The People Finder Interchange Format, 1.1 to 1.4: persons and the notes about them, as XML, both ways."""

from __future__ import annotations

from missingpersons.converters.formats import Format
from missingpersons.converters.pfif.inward import read
from missingpersons.converters.pfif.outward import write
from missingpersons.converters.pfif.table import TABLE

FORMAT = Format(
    name="pfif",
    title="People Finder Interchange Format 1.1 to 1.4: persons and notes as XML",
    media_type="application/pfif+xml",
    read=read,
    write=write,
    options={
        "owner_force": "Reading: whose episodes they are to be, a code of the list forces. It must be given.",
        "version": "Writing: 1.1, 1.2, 1.3 or 1.4; 1.4 if it is not given.",
        "domain": "Writing: the domain under which the force publishes, with which the ids of its records begin.",
        "channel": "Writing: where the public is told, a code of the list publicity_channels.",
        "as_of": "Writing: the moment at which a ground for publicity must hold, by default the present.",
    },
    table=TABLE,
)
