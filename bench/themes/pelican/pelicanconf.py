"""Pelican's settings: the pages and feeds of the other sites, and nothing that costs time."""

SITENAME = "The Generated Post"
SITEURL = "https://post.example"
TIMEZONE = "Asia/Kolkata"
DEFAULT_LANG = "en"
DEFAULT_DATE_FORMAT = "%b %d, %Y"

PATH = "content"
ARTICLE_PATHS = ["stories"]
PAGE_PATHS: list[str] = []
STATIC_PATHS = ["assets", "pictures"]
OUTPUT_PATH = "output"
THEME = "theme"
THEME_STATIC_PATHS: list[str] = []
PLUGINS: list[str] = []
"""Without this Pelican looks for plugins in all installed packages."""

ARTICLE_URL = "{category}/{date:%Y}/{date:%m}/{date:%d}/{slug}/"
ARTICLE_SAVE_AS = ARTICLE_URL + "index.html"
CATEGORY_URL = "{slug}/"
CATEGORY_SAVE_AS = CATEGORY_URL + "index.html"
TAG_URL = "topics/{slug}/"
TAG_SAVE_AS = TAG_URL + "index.html"
AUTHOR_URL = "authors/{slug}/"
AUTHOR_SAVE_AS = AUTHOR_URL + "index.html"
TAGS_SAVE_AS = "topics/index.html"
AUTHORS_SAVE_AS = "authors/index.html"
SITEMAP_SAVE_AS = "sitemap.xml"
DIRECT_TEMPLATES = ["index", "tags", "authors", "sitemap"]
PAGINATED_TEMPLATES = {"category": None, "tag": None, "author": None}
DEFAULT_PAGINATION = 50
PAGINATION_PATTERNS = (
    (1, "{url}", "{save_as}"),
    (2, "{base_name}/page/{number}/", "{base_name}/page/{number}/index.html"),
)

FEED_DOMAIN = SITEURL
FEED_ALL_ATOM = "feed.xml"
CATEGORY_FEED_ATOM = "{slug}/feed.xml"
TRANSLATION_FEED_ATOM = None
AUTHOR_FEED_ATOM = None
AUTHOR_FEED_RSS = None
FEED_MAX_ITEMS = 50

MARKDOWN = {
    "extension_configs": {
        "markdown.extensions.smarty": {},
        "markdown.extensions.tables": {},
    },
    "output_format": "html5",
}
FORMATTED_FIELDS: list[str] = []
"""Summaries have no Markdown: without this each would go through Python-Markdown."""
READERS = {"html": None, "rst": None}
