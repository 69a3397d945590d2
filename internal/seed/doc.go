// Package seed is the data that ships with Alex: the reference table of widely
// held instruments, the rules that classify an instrument by its name, and the
// sample household. It is pure data and the code that reads it; nothing here
// touches a disk, a network or a clock.
//
// How the table counts what could be counted in two ways:
//
//   - Money market funds, and funds of Treasury bills that mature within a
//     year (SGOV, BIL, SHV, TBIL), are cash. Ultra-short bond funds and
//     floating-rate Treasury notes are fixed income.
//   - Exchange-traded products have the type etf whatever they hold, gold
//     included; bond_fund is a mutual fund of bonds; reit is the share of one
//     real estate company, whose asset class is real_estate.
//   - A bond's sector is its issuer type: treasury is the United States
//     Treasury; other governments, agencies, states and cities are
//     government_related. Bank loans, convertible bonds and preferred stock
//     are fixed income of the type corporate.
//   - Bullion and commodity futures are commodities of the region global;
//     cryptocurrencies are alternatives of the sector other.
//   - Mexico is part of latin_america, Canada of north_america.
//   - Leverage and written options do not change the weights; the source note
//     says so.
package seed
