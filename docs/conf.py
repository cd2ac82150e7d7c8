"""Settings of the documentation, built by `make docs`."""

from importlib.metadata import version as _version

project = "parley"
author = "The parley developers"
copyright = "The parley developers, Apache-2.0"
release = _version("parley")
version = release

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
source_suffix = {".md": "markdown"}
exclude_patterns = ["_build"]
myst_heading_anchors = 3
myst_enable_extensions = ["colon_fence"]

autodoc_typehints = "signature"
autodoc_member_order = "bysource"
napoleon_google_docstring = False
napoleon_numpy_docstring = True

html_theme = "furo"
html_title = "parley"
html_copy_source = False
# No page asks another host for anything.
html_theme_options = {"footer_icons": []}
