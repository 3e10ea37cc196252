package browsertest

import (
	"fmt"
	"testing"
)

// failures takes what a check says instead of failing.
type failures struct {
	testing.TB
	text string
}

func (f *failures) Errorf(format string, args ...any) { f.text += fmt.Sprintf(format, args...) + "\n" }
