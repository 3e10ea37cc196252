//go:build race

package celrule

// raceFactor is what the race detector may cost.
const raceFactor = 10
