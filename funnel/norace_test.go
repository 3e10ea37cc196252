//go:build !race

package funnel

const raceBuild = false
