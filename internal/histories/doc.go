// Package histories reads lead histories for those who count them: rows of many leads,
// in any order and some of them twice, become each lead's rows in the order in which
// they happened.
//
// What is counted differs, so each reader has a row type of its own, with [Head] in it.
// Rows are collected in [Blocks], their texts in [Names], sorted by lead with [Group],
// and put into order with [Order]. A million leads are a matter of seconds and of some
// fifty bytes a row.
//
// # Concurrency
//
// Nothing here is safe for concurrent use.
package histories
