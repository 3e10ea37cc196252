package main

import (
	"fmt"
	"math"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/leadline-go/leadline/examples/internal/clitest"
	"github.com/leadline-go/leadline/maturity"
)

// forms are what the program writes of an assessment, by format and language.
func forms(t *testing.T, args ...string) map[string]string {
	t.Helper()
	all := map[string]string{}
	for _, form := range []string{"text.en", "text.de", "md.de", "json.en", "svg.en", "html.en"} {
		format, lang, _ := strings.Cut(form, ".")
		stdout, stderr := program.Succeed(t, with(args, "-format", format, "-lang", lang)...)
		all[form] = stdout + stderr
	}
	return all
}

// Of two people of sales, all that may be known is whether a statement holds and, if it
// does not, which side rates it a point or more higher. Whatever else they answered, the
// program writes the same bytes.
func TestTheAnswersOfTwoPeopleCannotBeReadBack(t *testing.T) {
	inEmpty(t)
	const id = "rel.rules.2"
	write := func(marketing, first, second int) {
		fixed := upTo(2, 2)
		person := func(v int) func(maturity.Axis, int, string) string {
			return func(a maturity.Axis, stage int, s string) string {
				if s == id {
					return strconv.Itoa(v)
				}
				return fixed(a, stage, s)
			}
		}
		one, two := table(group{"sales", 1, person(first)}), table(group{"sales", 1, person(second)})
		two = strings.ReplaceAll(strings.TrimPrefix(two, "respondent,department,statement,value,reason\n"), "sales-1", "sales-2")
		clitest.Write(t, "answers.csv", table(group{"marketing", 3, person(marketing)})+
			strings.TrimPrefix(one, "respondent,department,statement,value,reason\n")+two)
	}
	write(3, 3, 3)
	program.Succeed(t, "-answers", "answers.csv", "-at", "2026-03-01", "-keep", "before.json")
	clitest.Write(t, "measures.json", decisions(60, 200))
	same := 0
	for _, marketing := range []int{3, 4} {
		for _, more := range [][]string{nil, {"-earlier", "before.json", "-measures", "measures.json"}, {"-assume", id + "=4"}} {
			if marketing == 4 && slices.Contains(more, "-assume") && os.Getenv("LEADLINE_FULL") != "1" {
				continue
			}
			seen := map[string]map[string]string{}
			from := map[string]string{}
			for first := 1; first <= 5; first++ {
				for second := first; second <= 5; second++ {
					write(marketing, first, second)
					sales := float64(first+second) / 2
					outcome := fmt.Sprint((float64(marketing)+sales)/2 >= 3.5 && min(float64(marketing), sales) >= 3)
					if outcome == "false" && math.Abs(float64(marketing)-sales) >= 1 {
						outcome += fmt.Sprint(float64(marketing) > sales)
					}
					pair := fmt.Sprint(first, " and ", second)
					got := forms(t, with([]string{"-answers", "answers.csv", "-at", "2026-06-01"}, more...)...)
					if _, ok := seen[outcome]; !ok {
						seen[outcome], from[outcome] = got, pair
						continue
					}
					same++
					if diff := cmp.Diff(seen[outcome], got); diff != "" {
						t.Fatalf("beside %d of marketing, with %q, %s and %s can be told apart (-first +second):\n%s", marketing, more, from[outcome], pair, diff)
					}
				}
			}
		}
	}
	if same < 50 {
		t.Errorf("only %d pairs of answers had the same outcome", same)
	}
}

func TestTheSheetsOfTwoPeopleCannotBeReadBack(t *testing.T) {
	inEmpty(t)
	clitest.Write(t, "answers.csv", table(three(upTo(2, 2))...))
	seen := map[string]map[string]string{}
	for _, totals := range [][2]int{{40, 40}, {41, 58}, {20, 77}, {20, 98}, {59, 60}, {20, 20}, {38, 39}} {
		clitest.Write(t, "hbr.yaml", strings.ReplaceAll(sheets(60, 0), "  - {department: sales, total: 0}\n", "")+
			fmt.Sprintf("  - {department: sales, total: %d}\n  - {department: sales, total: %d}\n", totals[0], totals[1]))
		sum := totals[0] + totals[1] // of sales, whose mean is half of it, as is that of marketing and sales together
		outcome := fmt.Sprint(bars(60+float64(sum)/2, 80, 120, 160), 60-float64(sum)/2 >= 20, float64(sum)/2-60 >= 20)
		got := forms(t, "-answers", "answers.csv", "-hbr", "hbr.yaml")
		if first, ok := seen[outcome]; ok {
			if diff := cmp.Diff(first, got); diff != "" {
				t.Errorf("%v can be told from others (-others +these)\n%s", totals, diff)
			}
			continue
		}
		seen[outcome] = got
	}
	if len(seen) < 2 || len(seen) > 4 {
		t.Errorf("%d outcomes", len(seen))
	}
}

// bars says how many of the bars a number reaches.
func bars(n float64, all ...float64) int {
	i, reached := slices.BinarySearch(all, n)
	if reached {
		return i + 1
	}
	return i
}

func TestNobodyIsNamed(t *testing.T) {
	inDemo(t)
	for name, text := range forms(t, with(demo, "-earlier", "demo-earlier.json", "-hbr", "demo-hbr.yaml")...) {
		for _, secret := range []string{"falke", "specht", "key accounts"} {
			if strings.Contains(text, secret) {
				t.Errorf("%s is in %s", secret, name)
			}
		}
	}
}
