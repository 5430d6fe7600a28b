"""Charts of results: one chart a function, each a Matplotlib figure that explains itself."""

from escalation.charts.settings import import_past_current_folder

import_past_current_folder()
