package main

import (
	"regexp"
	"testing"

	"github.com/leadline-go/leadline/examples/internal/clitest"
)

// README.md shows pictures of the week's page, which are kept beside the program.
func TestThePicturesOfTheReadmeAreThoseOfThePage(t *testing.T) {
	_, page := theWeek(t)
	for _, name := range []string{"funnel", "maturity"} {
		picture := regexp.MustCompile(`(?s)<svg [^>]*\bid="` + name + `-[^"]*".*?</svg>\n`).FindString(page)
		if picture == "" {
			t.Errorf("the page has no picture %s", name)
			continue
		}
		clitest.Golden(t, "../pictures/"+name+".svg", picture)
	}
}
