//go:build race

package funnel

const raceBuild = true
