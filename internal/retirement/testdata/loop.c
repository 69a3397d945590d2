/*
 * The baseline that the engine is measured against, and an independent check
 * of it: a plan's success rate by Monte Carlo, one thread, no dependencies.
 *
 * Each year of each path draws CLASSES+1 standard normals z, turns them into
 * log returns x_i = mu_i + sum_k loading_ik z_k (a lower triangle) and these
 * into the real growth of the mix: sum_i w_i e^(x_i) * kept * e^(-inflation).
 * A flow is added at the start of the year, an overdrawn balance marks failure
 * and becomes zero, and what is left grows.
 *
 * Paths are worked on LANES at a time, lane by lane in the innermost loop, so
 * that the compiler turns every such loop into vector instructions. Two ways
 * to the normals:
 *   same  stream PCG-DXSM(seed, path) and ziggurat of Go's math/rand/v2, so
 *         that successes are equal one by one;
 *   free  whatever is fastest: xoshiro256+ in every lane and Box-Muller.
 *
 * Build: cc -std=c11 -O3 -march=native -mprefer-vector-width=512 -ffast-math loop.c -lm
 * Input, as text: same|free repetitions seed paths years start kept tolerance,
 * then weights, mu (inflation last), the loadings row by row, a flow a year.
 * Output: least and median nanoseconds of a run, successes, sum of the final
 * balances.
 */
#define _POSIX_C_SOURCE 200809L
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { CLASSES = 6, NORMALS = CLASSES + 1, LANES = 16, MAX_YEARS = 80, MAX_RUNS = 1000 };

struct job {
	uint64_t seed;
	int paths, years;
	double start, kept, tolerance;
	double weight[CLASSES], mu[NORMALS], loading[NORMALS][NORMALS], flow[MAX_YEARS];
};

struct result {
	int successes;
	double ending;
};

/* Normals of a block of paths, in the order of drawing: year by year, class by class. */
static _Alignas(64) double normals[MAX_YEARS * NORMALS + 1][LANES];

/* ---- same: the streams and normals of Go's math/rand/v2 ---------------- */

struct pcg {
	unsigned __int128 state;
};

/* PCG-DXSM with a 128-bit multiplier (O'Neill; Go's math/rand/v2 pcg.go). */
static inline uint64_t pcg_next(struct pcg *p) {
	const unsigned __int128 mul = (unsigned __int128)2549297995355413924u << 64 | 4865540595714422341u;
	const unsigned __int128 inc = (unsigned __int128)6364136223846793005u << 64 | 1442695040888963407u;
	p->state = p->state * mul + inc;
	uint64_t hi = (uint64_t)(p->state >> 64), lo = (uint64_t)p->state;
	hi ^= hi >> 32;
	hi *= 0xda942042e4dd58b5u;
	hi ^= hi >> 48;
	return hi * (lo | 1);
}

static inline double pcg_uniform(struct pcg *p) { return (double)(pcg_next(p) << 11 >> 11) / 0x1p53; }

/* Marsaglia and Tsang, "The Ziggurat Method for Generating Random Variables",
 * J. Stat. Softw. 5(8), 2000: 128 strips of equal area, the last from r on. */
static const double zig_r = 3.442619855899;
static uint32_t zig_k[128];
static float zig_w[128], zig_f[128];

static void zig_tables(void) {
	const double m = 0x1p31, area = 9.91256303526217e-3;
	double x = zig_r, outer = zig_r, base = area / exp(-.5 * x * x);
	zig_k[0] = (uint32_t)(x / base * m);
	zig_k[1] = 0;
	zig_w[0] = (float)(base / m);
	zig_w[127] = (float)(x / m);
	zig_f[0] = 1;
	zig_f[127] = (float)exp(-.5 * x * x);
	for (int i = 126; i >= 1; i--) {
		x = sqrt(-2 * log(area / x + exp(-.5 * x * x)));
		zig_k[i + 1] = (uint32_t)(x / outer * m);
		outer = x;
		zig_f[i] = (float)exp(-.5 * x * x);
		zig_w[i] = (float)(x / m);
	}
}

/* The draws that the rectangles do not settle: the tail, or a wedge, whose
 * comparison Go makes in float32 (volatile keeps it from being fused). */
static __attribute__((noinline)) int zig_edge(struct pcg *p, int32_t j, unsigned i, double *x) {
	if (i == 0) {
		double y;
		do {
			*x = -log(pcg_uniform(p)) * (1 / zig_r);
			y = -log(pcg_uniform(p));
		} while (y + y < *x * *x);
		*x = j > 0 ? zig_r + *x : -zig_r - *x;
		return 1;
	}
	volatile float rise = (float)pcg_uniform(p) * (zig_f[i - 1] - zig_f[i]);
	return zig_f[i] + rise < (float)exp(-.5 * *x * *x);
}

static inline double pcg_normal(struct pcg *p) {
	for (;;) {
		uint64_t u = pcg_next(p);
		int32_t j = (int32_t)u;
		unsigned i = u >> 32 & 0x7F;
		double x = (double)j * (double)zig_w[i];
		uint32_t size = j < 0 ? -(uint32_t)j : (uint32_t)j;
		if (__builtin_expect(size < zig_k[i], 1) || zig_edge(p, j, i, &x))
			return x;
	}
}

static void draw_same(const struct job *job, int first) {
	for (int l = 0; l < LANES; l++) {
		struct pcg p = {(unsigned __int128)job->seed << 64 | (uint64_t)(first + l)};
		for (int n = 0; n < job->years * NORMALS; n++)
			normals[n][l] = pcg_normal(&p);
	}
}

/* ---- free: xoshiro256+ and Box-Muller, every lane on its own ------------ */

static _Alignas(64) uint64_t xoshiro[4][LANES];

/* Seeds come from splitmix64, as the authors of xoshiro advise. */
static void seed_free(uint64_t seed) {
	for (int i = 0; i < 4; i++)
		for (int l = 0; l < LANES; l++) {
			uint64_t z = seed += 0x9e3779b97f4a7c15u;
			z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
			z = (z ^ z >> 27) * 0x94d049bb133111ebu;
			xoshiro[i][l] = z ^ z >> 31;
		}
}

/* Blackman and Vigna, "Scrambled Linear Pseudorandom Number Generators", 2021. */
static inline uint64_t xoshiro_next(int l) {
	uint64_t a = xoshiro[0][l], b = xoshiro[1][l], c = xoshiro[2][l] ^ a, d = xoshiro[3][l] ^ b;
	uint64_t sum = a + xoshiro[3][l];
	xoshiro[0][l] = a ^ d;
	xoshiro[1][l] = b ^ c;
	xoshiro[2][l] = c ^ b << 17;
	xoshiro[3][l] = d << 45 | d >> 19;
	return sum;
}

static inline double as_double(uint64_t bits) {
	double x;
	memcpy(&x, &bits, sizeof x);
	return x;
}

static inline uint64_t as_bits(double x) {
	uint64_t bits;
	memcpy(&bits, &x, sizeof bits);
	return bits;
}

/* c[0] + c[1] x + ... + c[last] x^last; inlined, the constants end up in the code. */
static inline double polynomial(double x, const double *c, int last) {
	double y = c[last];
	#pragma GCC unroll 16
	for (int i = last - 1; i >= 0; i--)
		y = c[i] + x * y;
	return y;
}

/* ln u for u in [2^-52, 1]: u = m 2^e with m near 1, ln m = 2 artanh((m-1)/(m+1)). */
static inline double fast_log(double u) {
	static const double artanh[] = {1, 1. / 3, 1. / 5, 1. / 7, 1. / 9, 1. / 11, 1. / 13, 1. / 15};
	int64_t bits = (int64_t)as_bits(u);
	int64_t e = (bits - 0x3fe6a09e667f3bcd) >> 52; /* the exponent of u / sqrt(1/2) */
	double m = as_double((uint64_t)(bits - e * ((int64_t)1 << 52)));
	double s = (m - 1) / (m + 1);
	return (double)e * 0x1.62e42fefa39efp-1 + 2 * s * polynomial(s * s, artanh, 7);
}

/* e^x for |x| < 700: 2^n e^r with |r| <= ln(2)/2. */
static inline double fast_exp(double x) {
	static const double taylor[] = {1, 1, 1. / 2, 1. / 6, 1. / 24, 1. / 120, 1. / 720, 1. / 5040,
		1. / 40320, 1. / 362880, 1. / 3628800, 1. / 39916800};
	double n = rint(x * 0x1.71547652b82fep0);
	double y = polynomial(x - n * 0x1.62e42fefa39efp-1, taylor, 11);
	return as_double(as_bits(y) + ((uint64_t)(int64_t)n << 52));
}

/* A pair of normals (Box and Muller, Ann. Math. Statist. 29, 1958): a radius
 * with a random sign, and an angle t in half a turn. */
static void draw_free(const struct job *job) {
	static const double sine[] = {1, -1. / 6, 1. / 120, -1. / 5040, 1. / 362880, -1. / 39916800,
		1. / 6227020800, -1. / 1307674368000, 1. / 355687428096000};
	static const double cosine[] = {1, -1. / 2, 1. / 24, -1. / 720, 1. / 40320, -1. / 3628800,
		1. / 479001600, -1. / 87178291200, 1. / 20922789888000};
	const uint64_t one = (uint64_t)0x3ff << 52; /* 52 random bits behind it: [1, 2) */
	for (int n = 0; n < job->years * NORMALS; n += 2)
		for (int l = 0; l < LANES; l++) {
			uint64_t a = xoshiro_next(l), b = xoshiro_next(l);
			double u = 2 - as_double(a >> 12 | one);
			double t = (as_double(b >> 12 | one) - 1.5) * 0x1.921fb54442d18p1;
			double radius = as_double(as_bits(sqrt(-2 * fast_log(u))) ^ (a & 0x800) << 52);
			normals[n][l] = radius * t * polynomial(t * t, sine, 8);
			normals[n + 1][l] = radius * polynomial(t * t, cosine, 8);
		}
}

/* ---- the plan ------------------------------------------------------------ */

static inline double exponential(double x, int is_free) { return is_free ? fast_exp(x) : exp(x); }

/* Takes the plan through the block's futures, of which `live` count. */
static inline void walk(const struct job *job, int live, int is_free, struct result *result) {
	_Alignas(64) double balance[LANES], least[LANES];
	for (int l = 0; l < LANES; l++) {
		balance[l] = job->start;
		least[l] = 0;
	}
	for (int t = 0; t < job->years; t++) {
		const double(*z)[LANES] = (const double(*)[LANES])normals + t * NORMALS;
		const double flow = job->flow[t];
		for (int l = 0; l < LANES; l++) {
			double mix = 0, inflation = 0;
			#pragma GCC unroll 8
			for (int i = 0; i < NORMALS; i++) {
				double x = job->mu[i];
				#pragma GCC unroll 8
				for (int k = 0; k <= i; k++)
					x += job->loading[i][k] * z[k][l];
				if (i < CLASSES)
					mix += job->weight[i] * exponential(x, is_free);
				else
					inflation = x;
			}
			double due = balance[l] + flow;
			least[l] = fmin(least[l], due);
			balance[l] = fmax(due, 0) * (mix * job->kept * exponential(-inflation, is_free));
		}
	}
	for (int l = 0; l < live; l++) {
		result->successes += least[l] >= -job->tolerance;
		result->ending += balance[l];
	}
}

static struct result run(const struct job *job, int is_free) {
	struct result result = {0, 0};
	if (is_free)
		seed_free(job->seed);
	for (int first = 0; first < job->paths; first += LANES) {
		int live = job->paths - first < LANES ? job->paths - first : LANES;
		if (is_free) {
			draw_free(job);
			walk(job, live, 1, &result);
		} else {
			draw_same(job, first);
			walk(job, live, 0, &result);
		}
	}
	return result;
}

/* ---- input and output ----------------------------------------------------- */

static void fail(const char *what) {
	fprintf(stderr, "loop: cannot read %s\n", what);
	exit(2);
}

static void read_numbers(const char *what, int count, double *into) {
	for (int i = 0; i < count; i++)
		if (scanf("%lf", into + i) != 1)
			fail(what);
}

static int64_t now(void) {
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

static int by_size(const void *a, const void *b) {
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
	return (x > y) - (x < y);
}

int main(void) {
	static struct job job;
	static int64_t elapsed[MAX_RUNS];
	char variant[5];
	int runs, is_free;
	if (scanf("%4s %d %" SCNu64 " %d %d", variant, &runs, &job.seed, &job.paths, &job.years) != 5)
		fail("variant, repetitions, seed, paths and years");
	is_free = strcmp(variant, "free") == 0;
	if ((!is_free && strcmp(variant, "same") != 0) || runs < 1 || runs > MAX_RUNS || job.paths < 1 ||
	    job.years < 1 || job.years > MAX_YEARS)
		fail("a job within its bounds");
	read_numbers("start", 1, &job.start);
	read_numbers("kept", 1, &job.kept);
	read_numbers("tolerance", 1, &job.tolerance);
	read_numbers("weights", CLASSES, job.weight);
	read_numbers("mu", NORMALS, job.mu);
	for (int i = 0; i < NORMALS; i++)
		read_numbers("loadings", i + 1, job.loading[i]);
	read_numbers("flows", job.years, job.flow);

	struct result result = {0, 0};
	zig_tables();
	for (int r = 0; r < runs; r++) {
		int64_t begin = now();
		result = run(&job, is_free);
		elapsed[r] = now() - begin;
	}
	qsort(elapsed, (size_t)runs, sizeof *elapsed, by_size);
	printf("%" PRId64 " %" PRId64 " %d %.17g\n", elapsed[0], elapsed[runs / 2], result.successes, result.ending);
	return 0;
}
