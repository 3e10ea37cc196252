package celrule

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"cel.dev/cel-go/common"
	"github.com/leadline-go/leadline/scoring"
)

const (
	maxProblems = 100
	maxOfText   = 20 // problems of one text; more are the consequences of the first
)

// problems collects what is wrong with all texts.
type problems struct{ list []scoring.Problem }

func (p *problems) add(ps ...scoring.Problem) {
	p.list = append(p.list, ps[:min(len(ps), maxOfText, maxProblems-len(p.list))]...)
}

// full reports whether nothing more would be shown.
func (p *problems) full() bool { return len(p.list) >= maxProblems }

func (p *problems) err() error {
	if len(p.list) == 0 {
		return nil
	}
	return &scoring.SpecError{Problems: p.list}
}

// page is a text and its name.
type page struct{ name, text string }

// problem makes a problem of a place in the text; nil is the text as a whole.
func (p *page) problem(at common.Location, message string) scoring.Problem {
	problem := scoring.Problem{File: p.name, Message: visible(message)}
	if at == nil || at.Line() < 1 {
		return problem
	}
	line := p.line(at.Line())
	column := min(max(at.Column(), 0), len(line))
	problem.Line, problem.Column = at.Line(), column+1
	problem.Excerpt = excerpt(at.Line(), line[:column], line[column:])
	return problem
}

// line returns the characters of a line, or none if there is no such line.
func (p *page) line(n int) []rune {
	rest := p.text
	for range n - 1 {
		_, after, ok := strings.Cut(rest, "\n")
		if !ok {
			return nil
		}
		rest = after
	}
	first, _, _ := strings.Cut(rest, "\n")
	return []rune(strings.TrimSuffix(first, "\r"))
}

// excerpt shows a line and a caret, as the messages about rule files do. A long line
// is cut.
func excerpt(number int, before, after []rune) string {
	const each = 50
	left, right := string(before), string(after)
	if len(before) > each {
		left = "…" + string(before[len(before)-each:])
	}
	if len(after) > each {
		right = string(after[:each]) + "…"
	}
	left, right = visible(left), visible(right)
	head := fmt.Sprintf("%4d | ", number) + left
	return strings.TrimRight(head+right, " ") + "\n" + strings.Repeat(" ", utf8.RuneCountInString(head)) + "^"
}

// visible escapes what a terminal would obey and not print.
func visible(s string) string {
	if strings.IndexFunc(s, func(r rune) bool { return !unicode.IsPrint(r) }) < 0 {
		return s
	}
	var b strings.Builder
	for _, r := range s {
		if unicode.IsPrint(r) {
			b.WriteRune(r)
		} else {
			q := strconv.QuoteRune(r)
			b.WriteString(q[1 : len(q)-1])
		}
	}
	return b.String()
}

// The messages of CEL that are put into our words. A message that is none of them is
// passed on as it is.
var (
	undeclared = regexp.MustCompile(`^undeclared reference to '([^']*)'`)
	overload   = regexp.MustCompile(`^found no matching overload for '([^']*)' applied to '(?:(.*)\.)?(\(.*\))'`)
	misplaced  = regexp.MustCompile(`^(?:Syntax error: )?(?:mismatched|extraneous) input '(.*)' expecting (.*)$`)
	hopeless   = regexp.MustCompile(`^(?:Syntax error: )?(?:no viable alternative at input|token recognition error at:) '`)
)

// functions are what a text can call, for suggestions.
var functions = []string{
	"all", "as_of", "contains", "count", "double", "duration", "endsWith", "exists", "exists_one", "field", "getDate", "getDayOfMonth",
	"getDayOfWeek", "getDayOfYear", "getFullYear", "getHours", "getMinutes", "getMonth", "has", "int", "matches", "size", "startsWith", "timestamp",
}

var tooDeep = fmt.Sprintf("nested deeper than %d levels", maxDepth)

// translateAll puts errors into the order of the text, without what follows from the
// other errors.
func (e *environment) translateAll(p *page, errs []*common.Error) []scoring.Problem {
	var found []scoring.Problem
	foreign := slices.IndexFunc(errs, func(err *common.Error) bool {
		_, _, letter := p.lettersAt(err)
		return letter || p.quotes(err)
	})
	assigned := foreign >= 0 || slices.ContainsFunc(errs, func(err *common.Error) bool { return p.comparison(err) != "" })
	for i, err := range errs {
		follows := strings.HasPrefix(err.Message, "error recovery ") && len(errs) > 1 || assigned && misplaced.MatchString(err.Message) ||
			foreign >= 0 && i > foreign && hopeless.MatchString(err.Message)
		if !follows {
			found = append(found, e.translate(p, err))
		}
	}
	slices.SortStableFunc(found, func(a, b scoring.Problem) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
	return found
}

// translate puts a message of CEL into our words, and at the place where the name
// that it speaks of begins.
func (e *environment) translate(p *page, err *common.Error) scoring.Problem {
	at := err.Location
	if m := undeclared.FindStringSubmatch(err.Message); m != nil {
		if op, ok := operator(m[1]); ok {
			return p.problem(at, "a rule knows no "+op)
		}
		name, start, called := p.nameAt(at)
		if !strings.HasSuffix(name, m[1]) && !strings.HasPrefix(name, m[1]) {
			name, start = m[1], at.Column()
		}
		at = common.NewLocation(at.Line(), start)
		switch {
		case inSigns(name) != "":
			return p.problem(at, inSigns(name))
		case called:
			return p.problem(at, unknown("function", name, functions))
		case name == "as_of":
			return p.problem(at, "as_of is a function: write as_of()")
		case slices.Contains(e.activities, name):
			return p.problem(at, fmt.Sprintf("%[1]s is an activity: count(%[1]s) says how many there are", short(name)))
		}
		return p.problem(at, unknown("field", name, e.fields))
	}
	if op := p.comparison(err); op != "" {
		return p.problem(at, "use "+op+" to compare")
	}
	if p.quotes(err) {
		return p.problem(at, `use straight quotes (")`)
	}
	if name, start, ok := p.lettersAt(err); ok {
		at = common.NewLocation(at.Line(), start)
		if slices.Contains(e.fields, name) {
			return p.problem(at, fmt.Sprintf("write field(%s): the name is no identifier", short(name)))
		}
		return p.problem(at, unknown("field", name, e.fields))
	}
	if at, word := p.wordAt(err); word != "" {
		return p.problem(at, inSigns(word))
	}
	return p.problem(at, reworded(err.Message))
}

func reworded(message string) string {
	if m := overload.FindStringSubmatch(message); m != nil {
		name, hint := m[1], ""
		if op, ok := operator(name); ok {
			name = op
		}
		if strings.Contains(m[3], "null") {
			hint = "; whether a field has a value, exists(field) asks"
		}
		if m[2] != "" {
			name += " of " + m[2]
		}
		return plain(fmt.Sprintf("%s does not take %s%s", name, m[3], hint))
	}
	if m := misplaced.FindStringSubmatch(message); m != nil {
		found := "found " + short(m[1])
		if m[1] == "<EOF>" {
			found = "the text ends here"
		}
		switch {
		case strings.Contains(m[2], "IDENTIFIER"):
			return found + ", expected a value"
		case strings.Contains(m[2], "<EOF>"):
			return found + ", expected an operator or the end"
		}
		return plain(found + ", expected " + m[2])
	}
	if strings.Contains(message, "recursion") {
		return tooDeep
	}
	if hopeless.MatchString(message) {
		return "this cannot be read as an expression"
	}
	return plain(message)
}

// operator returns the sign of an operator by the name of its function.
func operator(name string) (string, bool) {
	if !strings.ContainsAny(name, "_@") || strings.Trim(name, "_@!=<>&|+-*/%?:[]in") != "" {
		return "", false
	}
	return strconv.Quote(strings.ReplaceAll(strings.TrimPrefix(name, "@"), "_", "")), true
}

// nameAt returns the dotted name around a place, where it begins, and whether it is
// called: the checker points at the dot of a name, and at the parenthesis of a call.
func (p *page) nameAt(at common.Location) (name string, start int, called bool) {
	line := p.line(at.Line())
	start = min(max(at.Column(), 0), len(line))
	end := start
	called = start < len(line) && line[start] == '('
	for start > 0 && (inName(line[start-1]) || !called && line[start-1] == '.') {
		start--
	}
	for !called && end < len(line) && (inName(line[end]) || line[end] == '.') {
		end++
	}
	return string(line[start:end]), start, called
}

// plain puts a message of CEL into the form of ours: lower case, one line, the names
// of types as people know them.
func plain(s string) string {
	s = strings.NewReplacer(
		"google.protobuf.Timestamp", "timestamp", "google.protobuf.Duration", "duration",
		"Syntax error: ", "", "\n", " ", "ERROR: ", "",
	).Replace(s)
	if r, n := utf8.DecodeRuneInString(s); unicode.IsUpper(r) {
		s = string(unicode.ToLower(r)) + s[n:]
	}
	const most = 300
	if rs := []rune(s); len(rs) > most {
		s = string(rs[:most-1]) + "…"
	}
	return s
}
