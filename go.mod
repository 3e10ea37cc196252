module github.com/leadline-go/leadline

go 1.26.0

require (
	github.com/google/go-cmp v0.7.0 // readable differences in tests
	github.com/looplab/fsm v1.0.3 // the state machine engine under lead, used in lead/engine.go alone, and by lead/leadtest beside it
	go.yaml.in/yaml/v3 v3.0.6 // spec files: its nodes carry line and column
	pgregory.net/rapid v1.3.0 // property tests
)
