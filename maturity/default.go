package maturity

import (
	_ "embed"
	"strings"
	"sync"
)

//go:embed model.yaml
var modelYAML string

// Default returns the Lead Management Maturity Model as a questionnaire of 31
// statements with sixteen diagnoses and 35 recommendations, in English and German.
// Its text is model.yaml beside this file. Its thresholds are defaults set by
// judgement and not validated by any study.
func Default() Spec {
	s := defaultSpec()
	return s.clone()
}

// defaultSpec is read once: to parse so large a text takes longer than to evaluate.
var defaultSpec = sync.OnceValue(readDefault)

func readDefault() Spec {
	s, err := ReadSpec(strings.NewReader(modelYAML), "model.yaml")
	if err != nil {
		panic(err) // embedded text, read by every test
	}
	return s
}
