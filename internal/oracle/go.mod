module github.com/leadline-go/leadline/internal/oracle

go 1.26.0

require (
	github.com/leadline-go/leadline v0.0.0
	github.com/looplab/fsm v1.0.3
	github.com/rickar/cal/v2 v2.1.13
)

require go.yaml.in/yaml/v3 v3.0.6 // indirect

replace github.com/leadline-go/leadline => ../..
