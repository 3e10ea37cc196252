package celrule

import (
	"errors"
	"fmt"
	"regexp"
	"regexp/syntax"

	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
)

const (
	maxPattern = 200 // bytes of a regular expression
	maxProgram = 300 // nodes of one, repetitions counted
	maxMatched = 512 // bytes of a text that is matched

	// matchCost is for each ten bytes that are matched: what a pattern of the
	// largest size may take.
	matchCost = 40
)

// patterns are the regular expressions of the texts of one Compile. They are added
// to while texts are parsed, and only read after that.
type patterns struct {
	list []*regexp.Regexp
}

// add compiles a pattern unless it is too large: Go's own limits let one of twenty
// bytes grow to megabytes.
func (p *patterns) add(text string) (int, error) {
	if len(text) > maxPattern {
		return 0, fmt.Errorf("a pattern of %d bytes: expected at most %d", len(text), maxPattern)
	}
	tree, err := syntax.Parse(text, syntax.Perl)
	if err != nil {
		if se, ok := errors.AsType[*syntax.Error](err); ok {
			return 0, fmt.Errorf("not a pattern: %s: %s", se.Code, short(se.Expr))
		}
		return 0, errors.New("not a pattern")
	}
	if programSize(tree) > maxProgram {
		return 0, fmt.Errorf("the pattern %s repeats too much", short(text))
	}
	re, err := regexp.Compile(text)
	if err != nil {
		return 0, errors.New("not a pattern")
	}
	p.list = append(p.list, re)
	return len(p.list) - 1, nil
}

// programSize is about the number of instructions that a pattern becomes. It stops
// counting when that is too many.
func programSize(re *syntax.Regexp) int {
	n := 1
	if re.Op == syntax.OpLiteral {
		n = len(re.Rune)
	}
	for _, sub := range re.Sub {
		if n += programSize(sub); n > maxProgram {
			return n
		}
	}
	if re.Op == syntax.OpRepeat {
		n *= max(re.Min, re.Max, 1)
	}
	return n
}

// match is the host function. A longer text would take longer than a rule may.
func (p *patterns) match(text, index ref.Val) ref.Val {
	s, ok := text.(types.String)
	i, isIndex := index.(types.Int)
	if !ok || !isIndex {
		return types.MaybeNoSuchOverloadErr(text)
	}
	if len(s) > maxMatched {
		return types.NewErr("matches looks at texts of up to %d bytes, found %d", maxMatched, len(s))
	}
	return types.Bool(p.list[i].MatchString(string(s)))
}
