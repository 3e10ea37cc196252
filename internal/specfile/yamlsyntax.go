package specfile

import (
	"fmt"
	"reflect"
	"strings"

	"go.yaml.in/yaml/v3"
)

// syntaxProblem makes a problem of an error of the YAML parser. The line in the
// parser's own message is of no use: it is where the enclosing list or mapping
// starts, or one less, as the case may be.
func syntaxProblem(doc *document, in *yaml.Decoder, err error) finding {
	raw := strings.TrimPrefix(err.Error(), "yaml: ")
	m := marksOf(in)
	if m.problem == (position{}) {
		return finding{message: "not valid YAML: " + raw, file: true}
	}
	if _, message, ok := strings.Cut(raw, ": "); ok && strings.HasPrefix(raw, "line ") {
		raw = message
	}
	if end := doc.end(); m.problem.compare(end) > 0 {
		m.problem = end // the parser adds a line to the last one
	}
	f := finding{pos: m.problem, message: "not valid YAML: " + raw}
	switch {
	case strings.HasPrefix(raw, "exceeded max depth"):
		f.pos, f.message = m.reader, tooDeep
	case strings.HasPrefix(raw, "unknown anchor"):
		f.pos, f.message = m.event, noAnchor
	case raw == notYAML:
		f.pos = m.reader
	case raw == "found unexpected end of stream", raw == "found unexpected document indicator":
		f.pos, f.message = m.context, "this quoted text has no closing quote"
	case raw == "could not find expected ':'":
		f.pos, f.message = m.context, `expected ":" after this key`
	case raw == "did not find expected ',' or ']'":
		f.message = fmt.Sprintf(`expected "," or "]" in the list that starts on line %d`, m.context.line)
	case raw == "did not find expected ',' or '}'":
		f.message = fmt.Sprintf(`expected "," or "}" in the mapping that starts on line %d`, m.context.line)
	default:
		tab := strings.HasPrefix(doc.after(f.pos), "\t")
		for _, s := range plainWords {
			if s.says == raw && (tab || !s.tab) {
				f.message = s.message
				break
			}
		}
	}
	return f
}

// plainWords puts what the parser says most often into words for people who do
// not know how a parser works.
var plainWords = []struct {
	says    string
	tab     bool // only at a tab
	message string
}{
	{says: "found character that cannot start any token", tab: true, message: "lines cannot be indented with tabs: use spaces"},
	{says: "found a tab character that violates indentation", message: "lines cannot be indented with tabs: use spaces"},
	{says: "found a tab character where an indentation space is expected", message: "lines cannot be indented with tabs: use spaces"},
	{says: "found character that cannot start any token", message: "a value cannot start with this character: put it in quotes"},
	{says: "mapping values are not allowed in this context", message: `unexpected ":" (put a text that contains ": " in quotes, and check the indentation)`},
	{says: "did not find expected key", message: "this does not fit what comes before it (check the indentation and the quotes)"},
	{says: "did not find expected '-' indicator", message: `expected a list item that starts with "- " (check the indentation)`},
	{says: "did not find expected node content", message: "expected a value"},
	{says: "block sequence entries are not allowed in this context", message: "a list item cannot start here: start it on a line of its own"},
	{says: "found unknown escape character", message: `unknown escape in double quotes (write \\ for a backslash, or use single quotes)`},
	{says: "found undefined tag handle", message: "tags (!) are not supported: put a text that starts with ! in quotes"},
}

// marks are the places that the parser notes with an error.
type marks struct {
	problem position
	context position // where the construct starts that the problem is in
	event   position // the last one that was taken from the parser
	reader  position // how far the text has been read
}

// marksOf reads them out of the parser, which has them but does not tell. It
// looks at unexported fields, so another version of the parser may not have
// them: then there are no marks, and the message is less good.
func marksOf(in *yaml.Decoder) marks {
	wrapper := inside(reflect.ValueOf(in), "parser")
	parser := inside(wrapper, "parser")
	return marks{
		problem: markOf(inside(parser, "problem_mark")),
		context: markOf(inside(parser, "context_mark")),
		event:   markOf(inside(inside(wrapper, "event"), "start_mark")),
		reader:  markOf(inside(parser, "mark")),
	}
}

// inside returns a field of the struct that v is or points to, if there is one.
func inside(v reflect.Value, name string) reflect.Value {
	if v.Kind() == reflect.Pointer {
		v = v.Elem()
	}
	if v.Kind() != reflect.Struct {
		return reflect.Value{}
	}
	return v.FieldByName(name)
}

func markOf(v reflect.Value) position {
	line, column := inside(v, "line"), inside(v, "column")
	if !line.CanInt() || !column.CanInt() {
		return position{}
	}
	return position{int(line.Int()) + 1, int(column.Int()) + 1}
}
