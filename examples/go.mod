module github.com/leadline-go/leadline/examples

go 1.26.0

require (
	github.com/google/go-cmp v0.7.0
	github.com/leadline-go/leadline v0.0.0
)

require (
	github.com/looplab/fsm v1.0.3 // indirect
	go.yaml.in/yaml/v3 v3.0.6 // indirect
)

replace github.com/leadline-go/leadline => ../
