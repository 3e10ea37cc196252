package svg

// Theme returns CSS that defines the colours of the house for the elements that a
// selector matches: ":root" for a page.
//
//	--paper   background
//	--ink     text
//	--muted   lesser text
//	--line    thin lines
//	--accent  what the picture is about
//	--good    as it should be
//	--warn    what needs attention
//
// The last three are strong, for shapes; each has a -soft one for areas and an
// -ink one for text on paper or on that area: --good-soft, --good-ink. All text
// colours have a contrast of 4.5 or more. Where the reader's system is dark, so is
// the picture; in print it is light.
func Theme(selector string) string {
	return selector + " { " + light + " }\n" +
		"@media screen and (prefers-color-scheme: dark) { " + selector + " { " + dark + " } }\n"
}

const (
	light = "color-scheme: light dark; --paper: #ffffff; --ink: #17202b; --muted: #566273; --line: #cfd6df; " +
		"--accent: #2563a8; --accent-soft: #e2edf9; --accent-ink: #1d4f87; " +
		"--good: #2b8552; --good-soft: #ddf1e4; --good-ink: #1c6139; " +
		"--warn: #c47a14; --warn-soft: #fcedd3; --warn-ink: #7d4c07"
	dark = "--paper: #151a21; --ink: #edf1f5; --muted: #a3afbd; --line: #3b4551; " +
		"--accent: #6aa9e9; --accent-soft: #1b3350; --accent-ink: #a9cff5; " +
		"--good: #58b981; --good-soft: #17382a; --good-ink: #93dbb1; " +
		"--warn: #e0a048; --warn-soft: #402e13; --warn-ink: #f2c98a"
)
