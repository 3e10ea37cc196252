package maturity

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// underKey puts a file that is a list under a key, in a line of its own before it,
// for a file is a mapping. It reports whether it did.
func underKey(data []byte) (mapping []byte, bare bool) {
	text := bytes.TrimPrefix(data, []byte("\ufeff"))
	if start := bytes.Join(bytes.Fields(text[:min(len(text), 1000)]), nil); bytes.HasPrefix(start, []byte(`[{"`)) {
		return fmt.Appendf(nil, "{%q:\n%s\n}", measuresKey, text), true // to be read as JSON
	}
	text, root := unmarked(text)
	switch {
	case bytes.HasPrefix(root, []byte("[")):
		text, _ = bytes.CutSuffix(bytes.TrimRight(text, " \t\r\n"), []byte("\n..."))
		return fmt.Appendf(nil, "{%s:\n%s\n}", measuresKey, text), true
	case isYAMLMark(root, "-"):
		return fmt.Appendf(nil, "%s:\n%s", measuresKey, text), true
	}
	return data, false
}

// unmarked takes out of a YAML document what marks its beginning, which no key may
// stand before. All else keeps its place. It also returns the text from the root on:
// what is neither blank nor a comment. What is no beginning of a document is left to
// the parser, which says what is wrong with it.
func unmarked(data []byte) (text, root []byte) {
	text = slices.Clone(data)
	directive, marked := false, false
	for at := 0; at < len(text); {
		line := text[at:]
		if i := bytes.IndexByte(line, '\n'); i >= 0 {
			line = line[:i+1]
		}
		content := bytes.TrimLeft(line, " \t\r\n")
		switch {
		case len(content) == 0, content[0] == '#':
			at += len(line)
		case !marked && !directive && isYAMLVersion(line):
			directive = true
			line[0] = '#'
		case !marked && isYAMLMark(line, "---"):
			marked = true
			copy(line, "   ")
			if rest := bytes.TrimLeft(line, " \t\r\n"); isYAMLMark(rest, "-") {
				return data, nil // a list that begins with - must not begin on this line
			}
		case directive && !marked:
			return data, nil
		default:
			return text, text[at+len(line)-len(content):]
		}
	}
	return data, nil
}

// isYAMLMark reports whether a text begins with a mark, which a blank must follow.
func isYAMLMark(text []byte, mark string) bool {
	rest, ok := bytes.CutPrefix(text, []byte(mark))
	return ok && (len(rest) == 0 || strings.IndexByte(" \t\r\n", rest[0]) >= 0)
}

// isYAMLVersion reports whether a line says that the document is YAML as we know it.
func isYAMLVersion(line []byte) bool {
	words := strings.Fields(string(line))
	return line[0] == '%' && len(words) == 2 && words[0] == "%YAML" && (words[1] == "1.1" || words[1] == "1.2")
}

// moved takes the line that underKey added out of the places of an error.
func moved(err error, bare bool) error {
	bad, ok := errors.AsType[*SpecError](err)
	if !ok || !bare {
		return err
	}
	for i := range bad.Problems {
		p := &bad.Problems[i]
		if p.Line < 2 {
			continue
		}
		p.Line--
		if number, rest, ok := strings.Cut(p.Excerpt, " |"); ok {
			p.Excerpt = fmt.Sprintf("%*d |%s", len(number), p.Line, rest)
		}
		p.Message = movedLine(p.Message)
	}
	return bad
}

// movedLine takes that line out of a message that ends with the number of another one,
// in brackets or not: where a key was first, or a list began.
func movedLine(message string) string {
	const before = " on line "
	i := strings.LastIndex(message, before)
	if i < 0 {
		return message
	}
	number, bracket := strings.CutSuffix(message[i+len(before):], ")")
	n, err := strconv.Atoi(number)
	if err != nil || n < 2 {
		return message
	}
	message = message[:i+len(before)] + strconv.Itoa(n-1)
	if bracket {
		message += ")"
	}
	return message
}
