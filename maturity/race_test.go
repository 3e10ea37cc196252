//go:build race

package maturity

const raceBuild = true
