package celrule

import (
	"fmt"
	"strings"
	"unicode"

	"cel.dev/cel-go/common"
)

// What people write who know another language, or whose editor knows better.

// comparison is the operator that was meant by an equals sign that is none: the one
// that other languages compare with. It is empty for any other error.
func (p *page) comparison(err *common.Error) string {
	line, column := p.line(err.Location.Line()), err.Location.Column()
	if !hopeless.MatchString(err.Message) || column < 0 || column >= len(line) || line[column] != '=' {
		return ""
	}
	if rest := line[column+1:]; len(rest) > 0 && (rest[0] == '<' || rest[0] == '>') {
		return string(rest[0]) + "="
	}
	return "=="
}

// quotes reports an error that is a quotation mark of a text editor.
func (p *page) quotes(err *common.Error) bool {
	line, column := p.line(err.Location.Line()), err.Location.Column()
	return hopeless.MatchString(err.Message) && column >= 0 && column < len(line) && strings.ContainsRune("“”„‟‘’‚‛«»‹›", line[column])
}

// lettersAt returns the word around an error that is a letter which no identifier of CEL
// has, and where it begins.
func (p *page) lettersAt(err *common.Error) (word string, start int, ok bool) {
	line, column := p.line(err.Location.Line()), err.Location.Column()
	if !hopeless.MatchString(err.Message) || column < 0 || column >= len(line) || line[column] <= unicode.MaxASCII || !unicode.IsLetter(line[column]) {
		return "", 0, false
	}
	start, end := column, column
	for start > 0 && inName(line[start-1]) {
		start--
	}
	for end < len(line) && inName(line[end]) {
		end++
	}
	return string(line[start:end]), start, true
}

// wordAt finds the word at or before an error that stands for an operator, and where.
func (p *page) wordAt(err *common.Error) (common.Location, string) {
	m := misplaced.FindStringSubmatch(err.Message)
	if m == nil {
		return nil, ""
	}
	if inSigns(m[1]) != "" {
		return err.Location, m[1]
	}
	line := p.line(err.Location.Line())
	before := strings.TrimRight(string(line[:min(max(err.Location.Column(), 0), len(line))]), " \t")
	word := before[strings.LastIndexFunc(before, func(r rune) bool { return !inName(r) })+1:]
	if inSigns(word) == "" {
		return nil, ""
	}
	return common.NewLocation(err.Location.Line(), len([]rune(before))-len(word)), word
}

// inSigns says how an operator is written; empty for any other word.
func inSigns(word string) string {
	sign := ""
	switch strings.ToLower(word) {
	case "and":
		sign = "&&"
	case "or":
		sign = "||"
	case "not":
		sign = "!"
	default:
		return ""
	}
	return fmt.Sprintf("use %s for %q", sign, word)
}
