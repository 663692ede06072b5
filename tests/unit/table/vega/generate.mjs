// Writes transforms.json, expressions.json, units.json and texts.json: what Vega and Vega-Lite
// themselves make of the cases below. Needs npm's vega, vega-lite and vega-loader beside it:
//   npm install vega@6.4.0 vega-lite@6.4.3 && TZ=America/Los_Angeles node generate.mjs
// Not run by the tests; they read the files.
import * as vega from 'vega';
import * as vl from 'vega-lite';
import {writeFileSync} from 'fs';

const ZONE = 'America/Los_Angeles';
if (process.env.TZ !== ZONE) throw Error('run with TZ=' + ZONE);

// --- running Vega ---

// undefined is {"undefined": true}, what JSON cannot say is {"number": "NaN"}, dates are numbers.
function encode(v) {
  if (v instanceof Date) v = +v;
  if (v === undefined) return {undefined: true};
  if (typeof v === 'number') {
    if (!Number.isFinite(v)) return {number: String(v)};
    return v === 0 || Math.abs(v) >= 1e21 ? v + 0 : +v.toPrecision(14);
  }
  if (Array.isArray(v)) return v.map(encode);
  if (v && typeof v === 'object') {
    const members = Object.keys(v).filter(k => v[k] !== undefined && k !== '_impute');
    return Object.fromEntries(members.map(k => [k, encode(v[k])]));
  }
  return v;
}

const silent = {level() { return this; }, error(m) { throw Error(m); }, warn() { return this; },
                info() { return this; }, debug() { return this; }};
const copy = v => JSON.parse(JSON.stringify(v));

function runTransform(data, transform) {
  const {spec} = vl.compile({data: {values: copy(data)}, transform, mark: 'point', encoding: {}},
                            {logger: silent});
  const view = new vega.View(vega.parse(spec), {renderer: 'none'}).run();
  return view.data(spec.data.at(-1).name).map(encode);
}

function runVega(data, transform) {
  const spec = {data: [{name: 't', values: copy(data), transform}]};
  return new vega.View(vega.parse(spec), {renderer: 'none'}).run().data('t');
}

// --- data ---

let seed = 7;
const random = () => (seed = (seed * 1103515245 + 12345) % 2147483648) / 2147483648;
const whole = n => Math.floor(random() * n);
const rows = [...Array(26)].map((_, i) => ({
  i, g: 'abc'[whole(3)], h: whole(3), x: whole(1000) / 10 + 1, y: random() < .12 ? null : whole(200) - 50,
  s: String(whole(12)),
  d: new Date(2020, whole(30), 1 + whole(28), whole(24), whole(60), whole(60)).toISOString()
}));
for (const row of rows) row.z = row.y == null ? null : row.y + 60;
const odd = [
  {a: 1, b: 'x'}, {a: '1', b: 'y'}, {a: null, b: 'x'}, {b: 'x'}, {a: '', b: 'z'}, {a: true, b: 'z'},
  {a: 'true', b: 'y'}, {a: 2.5, b: null}, {a: [1, 2], b: 'x'}, {a: {q: 1}, b: 'x'},
  {a: 'abc', b: 'y'}, {a: -3, b: 'y'}
];
const nested = [{p: {q: 1, 'r.s': 5}, arr: [1, 2, 3], l: ['u', 'v']},
                {p: {q: 2}, arr: [4], l: ['w', 'x', 'y']}, {p: {}, arr: [], l: []}];
const dates = [
  '2012-01-01', '2012/01/01', 'Jan 1 2012', null, 1e12, '2000-02-29T10:00:00',
  '2012-12-31T23:59:59Z', '2012-03-11T10:30:00Z', '2012-11-04T09:30:00Z'
].map(d => ({d}));
const datasets = {rows, odd, nested, dates, none: []};

// --- transforms ---

const cases = [];
const add = (data, ...transform) => cases.push({data, transform: copy(transform)});

const moments = ['valid', 'missing', 'sum', 'product', 'mean', 'average', 'variance', 'variancep',
                 'stdev', 'stdevp', 'stderr'];
const ranks = ['distinct', 'median', 'q1', 'q3'];
const extremes = ['min', 'max', 'argmin', 'argmax'];
const ops = (names, field) => names.map(op => ({op, field, as: `${op}_${field}`}));
const all = field => ops([...moments, ...ranks, ...extremes], field);

add('rows', {aggregate: all('x'), groupby: ['g']});
add('rows', {aggregate: all('y'), groupby: ['g', 'h']});
add('rows', {aggregate: [...all('y'), {op: 'count', as: 'n'}]});
add('rows', {aggregate: ops([...moments, 'min', 'max'], 's'), groupby: ['h']});
add('rows', {aggregate: [{op: 'mean', field: 'x'}, {op: 'count', as: 'n'}], groupby: ['h']});
add('odd', {aggregate: ops([...moments, ...ranks, 'min', 'max'], 'a'), groupby: ['b']});
add('odd', {aggregate: [{op: 'count', as: 'n'}], groupby: ['a']});
add('odd', {aggregate: [{op: 'count', as: 'n'}], groupby: ['a', 'b']});
add('none', {aggregate: all('a')});
add('rows', {aggregate: [{op: 'values', field: 'x', as: 'v'}], groupby: ['g']});
add('rows', {joinaggregate: ops([...moments, ...ranks], 'x'), groupby: ['h']});
add('rows', {joinaggregate: ops(['min', 'max'], 'y')});

const neighbours = [
  {op: 'row_number', as: 'rn'}, {op: 'rank', as: 'rk'}, {op: 'dense_rank', as: 'dr'},
  {op: 'percent_rank', as: 'pr'}, {op: 'cume_dist', as: 'cd'}, {op: 'ntile', param: 4, as: 'nt'},
  {op: 'lag', field: 'x', as: 'lag'}, {op: 'lead', field: 'x', param: 2, as: 'lead'},
  {op: 'prev_value', field: 'y', as: 'pv'}, {op: 'next_value', field: 'y', as: 'nx'}
];
const framed = [{op: 'first_value', field: 'x', as: 'fv'}, {op: 'last_value', field: 'x', as: 'lv'},
                {op: 'nth_value', field: 'x', param: 2, as: 'nv'}, {op: 'count', as: 'n'}];
const sorts = [undefined, [{field: 'y'}], [{field: 'h', order: 'descending'}],
               [{field: 's'}, {field: 'x', order: 'descending'}]];
for (const sort of sorts) {
  add('rows', {window: neighbours, sort});
  add('rows', {window: neighbours, sort, groupby: ['g']});
  for (const frame of [undefined, [-2, 2], [0, null], [null, 3]]) {
    add('rows', {window: [...framed, ...ops(['mean', 'sum', 'stdev', 'median', 'distinct'], 'y')],
                 sort, groupby: ['g'], frame});
    add('rows', {window: ops(['min', 'max', 'valid'], 'y'), sort, ignorePeers: true, frame});
  }
}
add('rows', {window: ops(['mean', 'q1', 'q3', 'count'], 'y'), frame: [null, null], groupby: ['h']});
add('rows', {window: ops(['min', 'max'], 'y'), frame: [-3, -1]});
add('rows', {window: ops(['sum', 'median'], 'y'), frame: [-4, -2]});

for (const offset of [undefined, 'zero', 'center', 'normalize']) {
  add('rows', {stack: 'y', groupby: ['h'], sort: [{field: 'g'}], offset, as: ['a0', 'a1']});
  add('rows', {stack: 'x', groupby: ['g', 'h'], offset});
  add('odd', {stack: 'a', groupby: ['b'], offset, as: 'z'});
}
add('rows', {stack: 'x', groupby: []});

const bins = [true, {maxbins: 20}, {step: 7}, {nice: false}, {base: 2, maxbins: 30},
              {steps: [1, 5, 20]}, {extent: [0, 50]}, {anchor: 3.3}, {minstep: 25},
              {divide: [2], maxbins: 15}, {maxbins: 3}];
for (const bin of bins) {
  add('rows', {bin, field: 'x', as: 'bx'});
  add('rows', {bin, field: 'y', as: ['b0', 'b1']});
}
add('odd', {bin: true, field: 'a', as: 'ab'});

const units = [
  'year', 'yearmonth', 'yearquarter', 'quarter', 'month', 'monthdate', 'date', 'day', 'weekday',
  'yearmonthdate', 'hours', 'hoursminutes', 'minutes', 'seconds', 'yearweek', 'week', 'dayofyear',
  'yearweekday', 'yeardayofyear', 'yearmonthdatehours', 'dayhours', 'utcyear', 'utcyearmonth',
  'utcday', 'utchours', 'utcyearweek', 'yearmonthdatehoursminutesseconds', 'milliseconds'
];
for (const timeUnit of units) {
  add('rows', {timeUnit, field: 'd', as: 'u'}, {aggregate: [{op: 'count', as: 'n'}], groupby: ['u', 'u_end']});
  add('dates', {timeUnit, field: 'd', as: 'u'});
}
for (const timeUnit of [{unit: 'yearmonth', step: 3}, {unit: 'hours', step: 6}, {unit: 'year', step: 2},
                        {unit: 'yearmonthdate', step: 5}, {unit: 'yearweek', step: 2},
                        {unit: 'dayofyear', step: 10}, {unit: 'minutes', step: 15},
                        {unit: 'yearmonth', utc: true}])
  add('rows', {timeUnit, field: 'd', as: 'u'}, {aggregate: [{op: 'count', as: 'n'}], groupby: ['u', 'u_end']});

add('rows', {fold: ['x', 'y']}, {filter: 'datum.i < 4'});
add('odd', {fold: ['b', 'a'], as: ['k', 'v']});
add('nested', {flatten: ['arr']});
add('nested', {flatten: ['arr', 'l'], as: ['A']});
add('nested', {calculate: 'datum.p.q', as: 'q'}, {filter: {field: 'q', valid: true}});
for (const op of [undefined, 'count', 'mean', 'max', 'median', 'valid']) {
  add('rows', {pivot: 'g', value: 'x', groupby: ['h'], op});
  add('rows', {pivot: 'h', value: 'y', op, limit: 2});
}
add('odd', {pivot: 'b', value: 'a'});

add('rows', {impute: 'y', key: 'h', groupby: ['s'], value: 0});
add('rows', {impute: 'y', key: 'h', groupby: ['g'], method: 'mean'});
add('rows', {impute: 'y', key: 's', groupby: ['g'], method: 'median', frame: [-3, 3]});
add('rows', {impute: 'x', key: 'h', keyvals: [-1, 7, 'q'], groupby: ['g'], method: 'max'});
add('rows', {impute: 'x', key: 'i', keyvals: {start: 20, stop: 31, step: 2}, value: null});
add('rows', {impute: 'x', key: 'h', keyvals: {stop: 5}, groupby: ['g']});

add('rows', {quantile: 'y', groupby: ['g'], probs: [0, .1, .5, .9, 1], as: ['P']});
add('rows', {quantile: 'x', step: .13});
for (const options of [{bandwidth: 5, counts: true, steps: 8}, {cumulative: true, extent: [0, 100], steps: 9},
                       {steps: 6, groupby: ['h']}, {resolve: 'independent', groupby: ['g'], maxsteps: 40},
                       {minsteps: 5, maxsteps: 30, resolve: 'independent'}])
  for (const density of ['x', 'y']) add('rows', {density, ...options});
for (const method of ['linear', 'log', 'exp', 'pow', 'quad', 'poly'])
  for (const options of [{}, {params: true}, {order: 5, params: true}, {order: 2, params: true, groupby: ['g']}])
    add('rows', {regression: 'z', on: 'x', method, ...options});
add('rows', {regression: 'z', on: 'x', groupby: ['g'], extent: [10, 50], as: ['A', 'B']});
for (const options of [{}, {groupby: ['g']}, {bandwidth: .8}, {bandwidth: .1, as: ['A', 'B']}]) {
  add('rows', {loess: 'y', on: 'x', ...options});
  add('rows', {loess: 'x', on: 'h', ...options});
}

const filters = [
  'datum.x > 50', "datum.g === 'a'", {field: 'g', equal: 'a'}, {field: 'h', equal: '1'},
  {field: 's', equal: 7}, {field: 'x', lt: 20}, {field: 'y', lte: 10}, {field: 'y', gt: 0},
  {field: 'y', gte: -5}, {field: 'x', range: [80, 20]}, {field: 'y', range: [null, 5]},
  {field: 'y', range: [5, null]}, {field: 'g', oneOf: ['a', 'c']}, {field: 'h', oneOf: [0, 2]},
  {field: 'y', valid: true}, {field: 'y', valid: false}, {field: 's', valid: true},
  {and: [{field: 'x', gt: 20}, {or: ['datum.h == 1', {not: {field: 'g', equal: 'b'}}]}]},
  {field: 'd', timeUnit: 'year', equal: 2021}, {field: 'd', timeUnit: 'month', range: [1, 6]},
  {field: 'd', timeUnit: 'yearmonth', range: [{year: 2020, month: 3}, {year: 2021, month: 'feb'}]},
  {field: 'd', timeUnit: 'day', oneOf: ['mon', 'tue']}, {field: 'd', timeUnit: 'quarter', equal: 2},
  {field: 'd', range: [{year: 2020, month: 6}, {year: 2021}]}, {field: 'd', lt: {year: 2021, utc: true}},
  {field: 'd', timeUnit: 'utcyear', equal: 2021}, {field: 'd', timeUnit: 'hours', lt: 10},
  {field: 's', range: [3, 10]}, {field: 'g', gt: 'b'}, {field: 'nope', equal: 1},
  {field: 'nope', valid: false}, {field: 'nope', lt: 5}
];
for (const filter of filters) add('rows', {filter}, {aggregate: [{op: 'count', as: 'n'}], groupby: ['i', 's']});
for (const filter of [{field: 'a', equal: 1}, {field: 'a', equal: '1'}, {field: 'a', lt: 2}, {field: 'a', valid: true},
                      {field: 'a', oneOf: [1, true]}, {field: 'a', equal: null}, {field: 'a', equal: true},
                      {field: 'a', range: [-1, 1]}, 'datum.a', '!datum.a'])
  add('odd', {filter});

add('rows', {calculate: 'datum.x * 2', as: 'x'}, {bin: true, field: 'x', as: 'bin'},
    {aggregate: [{op: 'count', as: 'c'}], groupby: ['bin', 'bin_end']},
    {window: [{op: 'sum', field: 'c', as: 'cumulated'}], sort: [{field: 'bin'}]});
add('rows', {aggregate: [{op: 'mean', field: 'x'}], groupby: ['g']}, {stack: 'mean_x', groupby: []},
    {joinaggregate: [{op: 'sum', field: 'mean_x', as: 't'}]});

for (const c of cases) c.expect = runTransform(datasets[c.data], c.transform);
const lines = list => list.map(c => '  ' + JSON.stringify(c)).join(',\n');
writeFileSync('transforms.json',
  `{"zone": "${ZONE}",\n "datasets": ${JSON.stringify(datasets)},\n "cases": [\n${lines(cases)}\n]}\n`);

// --- expressions ---

const subject = [
  {a: 1, b: 'x', s: 'Hello World', n: null, arr: [3, 1, 2], o: {k: 5, 'a b': 6}, t: true,
   d: '2012-03-04T05:06:07.089Z', neg: -2.5, e: '', num: '42'},
  {a: '7', b: 'yy', s: '  päd… ', arr: ['q', 'a', 'b'], o: {}, t: false, d: '2020-11-01T08:30:00Z',
   neg: 0, e: 'abc', num: '1e3'},
  {a: 2.5, b: null, s: 'foo-bar-foo', n: 0, arr: [], o: {k: [1, {z: 9}]}, t: null, d: '1999-12-31',
   neg: 1e21, e: '0', num: '0x1F'}
];
const texts = String.raw`
datum.a+1
datum.a+datum.b
datum.a*datum.num
+datum.num
-datum.neg
!datum.t
~datum.a
datum.a % 2
-7 % 3
5.5 % 2
datum.a == 1
datum.a === 1
datum.a == '1'
datum.n == null
datum.n === null
datum.missing == null
datum.missing === null
datum.a != '7'
datum.a !== 7
datum.t == 1
datum.e == 0
datum.b < 'xz'
datum.a < '10'
datum.a >= 2
datum.b > 1
datum.n <= 0
datum.t && datum.b
datum.t || datum.b
datum.a > 1 ? 'big' : datum.a > 0 ? 'small' : 'neg'
1 + 2 * 3 - 4 / 2
2 + '3' - 1
(1+2)*3
1 < 2 == true
1 | 2 ^ 3 & 6
1 << 3 >> 1 >>> 1
-1 >>> 28
datum['s']
datum.o.k
datum.o['a b']
datum.arr[0]
datum.arr.length
datum.s.length
datum.s[1]
datum.o
datum.arr
[1,datum.a,'z',[2]]
{a: 1, 'b c': datum.a, 3: 4}
[1,2,3] + ''
datum.o + ''
null + 1
true + true
datum.missing + 1
datum.arr * 1
[5] * 2
'abc' * 1
length(datum.s)
length(datum.arr)
length([1,2])
lower(datum.s)
upper(datum.s)
trim(datum.s)
substring(datum.s, 2, 5)
substring(datum.s, 5, 2)
substring(datum.s, 3)
slice(datum.s, -3)
slice(datum.s, 1, -1)
slice(datum.arr, 1)
slice(datum.arr, -2, -1)
split(datum.s, 'o')
split(datum.s, '')
split(datum.s, /o+/)
split('a,b,c', ',', 2)
replace(datum.s, 'o', '0')
replace(datum.s, /o/g, '[$&]')
replace(datum.s, /(.)(o)/g, '$2$1')
replace(datum.s, regexp('O','i'), '_')
indexof(datum.s, 'o')
indexof(datum.arr, 2)
lastindexof(datum.s, 'o')
lastindexof([1,2,1], 1)
indexof(['x','yy'], datum.b) !== -1
join(datum.arr, '-')
join([1,null,'a'])
reverse(datum.arr)
sort(datum.arr)
sort([3,null,1,'2'])
extent([3,null,1,NaN])
span([2,9])
inrange(datum.a, [0, 2])
inrange(datum.a, [7, 2])
inrange(datum.a, [1, 2.5], false, false)
inrange(datum.n, [-1,1])
sequence(5)
sequence(1,4)
sequence(0,1,0.25)
sequence(5,1,-2)
sequence(3,1)
peek([1,2,9])
pluck([{a:1},{a:2}], 'a')
merge({a:1},{b:2,a:3})
lerp([0,10],0.3)
pad('ab',5)
pad('ab',5,'*','left')
pad('ab',5,'*','center')
pad(datum.s,3)
truncate('abcdefgh',5)
truncate('abcdefgh',5,'left')
truncate('abcdefgh',5,'center','..')
truncate('abc',5)
parseFloat('3.5abc')
parseFloat('abc')
parseFloat(' .5')
parseInt('42px')
parseInt('ff',16)
parseInt('0x1f')
parseInt('z')
test(/^H/, datum.s)
test('o{1}', datum.s)
test(/WORLD/i, datum.s)
regexp('a') + ''
abs(datum.neg)
ceil(1.2)
floor(-1.2)
round(2.5)
round(-2.5)
round(0.49999999999999994)
round(1.5, 1)
sqrt(2)
exp(1)
log(10)
pow(2,10)
pow(1,1/0)
hypot(3,4)
max(1,'5',2)
max()
min(3,NaN)
min(1,null)
clamp(15,0,10)
clamp(-5,0,10)
sin(1)
cos(1)
tan(1)
atan2(1,2)
asin(1)
PI
E + LN2 + LN10 + LOG2E + LOG10E + SQRT2 + SQRT1_2
MAX_VALUE
NaN
isNaN(NaN)
isNaN('a')
isFinite(1/0)
isFinite('1')
isValid(datum.n)
isValid(datum.missing)
isValid('')
isDefined(datum.missing)
isNumber(datum.a)
isString(datum.b)
isBoolean(datum.t)
isArray(datum.arr)
isObject(datum.o)
isObject(datum.arr)
isDate(datetime(2012,1,1))
toBoolean('false')
toBoolean('')
toBoolean('x')
toNumber(datum.num)
toNumber('')
toString(datum.a)
toString(datum.n)
toString('')
toDate(datum.d)
if(datum.t, 'y', 'n')
datetime(2012,0,1)
datetime(2012,14,35)
datetime(99,0,1)
datetime(2012,5)
datetime('2012-06-07')
datetime(1e12)
time(datetime(2000,1,29,3,4,5,6))
utc(2012,0,1)
utc(2012,3,4,5,6,7,8)
year(datum.d)
month(datum.d)
date(datum.d)
day(datum.d)
hours(datum.d)
minutes(datum.d)
seconds(datum.d)
milliseconds(datum.d)
quarter(datum.d)
dayofyear(datum.d)
week(datum.d)
utcyear(datum.d)
utcmonth(datum.d)
utcdate(datum.d)
utcday(datum.d)
utchours(datum.d)
utcquarter(datum.d)
utcweek(datum.d)
utcdayofyear(datum.d)
timezoneoffset(datum.d)
year(null)
year('zzz')
year(datum.missing)
timeFormat(toDate(datum.d), '%Y-%m-%d %H:%M:%S.%L %j %U %W %a %A %b %B %p %I')
utcFormat(toDate(datum.d), '%c | %x | %X')
timeParse('2012-03-04 05:06','%Y-%m-%d %H:%M')
timeParse('4 Mar 12','%d %b %y')
timeParse('March 4, 2012 3PM','%B %d, %Y %I%p')
utcParse('2012-W10-3','%Y-W%U-%w')
utcParse('2012 10 1','%G %V %u')
utcParse('2012 10','%Y %W')
timeParse('2012-03-04T05:06:07.089+0530','%Y-%m-%dT%H:%M:%S.%L%Z')
timeParse('123','%j')
timeParse('2012 60','%Y %j')
timeParse('nope','%Y')
timeParse('1334567890123','%Q')
timeParse('1334567890','%s')
utcParse('Q3 2012','Q%q %Y')
monthFormat(3)
monthAbbrevFormat(11)
dayFormat(0)
dayAbbrevFormat(6)
monthFormat(1.5)
format(1234.567, ',.1f')
format(datum.a, '.2%')
format(null, 'd')
format(0.00001234, '.2s')
timeOffset('month', toDate(datum.d), 2)
timeOffset('day', toDate(datum.d))
timeOffset('week', toDate(datum.d), -1)
utcOffset('year', toDate(datum.d), 3)
timeOffset('quarter', datetime(2012,1,15), 1)
timeOffset('quarter', datetime(2012,1,15), 3)
timeOffset('hours', toDate(datum.d), 5)
timeSequence('month', datetime(2012,0,15), datetime(2012,6,1))
timeSequence('day', datetime(2012,1,27), datetime(2012,2,3))
utcSequence('quarter', utc(2012,0,1), utc(2013,0,1))
timeSequence('hours', datetime(2012,0,1,5,30), datetime(2012,0,1,9))
luminance('red')
contrast('white','steelblue')
'a\nb\u0041\x42'
"it's" + 'say "x"'
.5 + 1. + 1e3 + 0x1F
datum . a
datum["b"] + datum [ 'a' ]
-datum.a * -1
!datum.a + 1
1 - -1
+'5' + +'6'
'b' > 'a'
'a' < 'B'
[1] == 1
[1,2] == '1,2'
null >= 0
null == 0
NaN != NaN
'10' < '9'
'10' < 9
true == '1'
datum == datum
datum.t ? 1 : 0
isValid(datum.o.k) && datum.o.k > 1
hours(datetime(datum.d)) + ':' + minutes(datum.d)
0.1 + 0.2
1/3
123456789012345680000 + ''
1e21 + ''
1e-7 + ''
-0 + ''
(0.000001) + ''
1e300*1e10 + ''
encodeURIComponent('a b&c/é')
`.trim().split('\n');
const evaluated = texts.map(expr => ({
  expr, expect: runVega(subject, [{type: 'formula', expr, as: 'result'}]).map(t => encode(t.result))
}));
writeFileSync('expressions.json',
  `{"zone": "${ZONE}",\n "data": ${JSON.stringify(subject)},\n "cases": [\n${lines(evaluated)}\n]}\n`);

// --- time units: formats, and units chosen by maxbins ---

const overrides = {'year-month': '%b %Y ', 'year-month-date': '%b %d, %Y '};
const order = ['year', 'quarter', 'month', 'week', 'date', 'day', 'dayofyear', 'hours', 'minutes',
               'seconds', 'milliseconds'];
const parts = name => {
  const found = [];
  for (let rest = name; rest;) {
    const part = order.filter(p => rest.startsWith(p)).sort((a, b) => b.length - a.length)[0];
    found.push(part);
    rest = rest.slice(part.length);
  }
  return found;
};
const formats = units.filter(u => !u.startsWith('utc'))
  .map(unit => ({unit, format: vega.timeUnitSpecifier(parts(unit), overrides)}));
const chosen = [];
for (const span of [5, 900, 45e3, 3e6, 2e7, 9e7, 1e9, 2e10, 3e11, 5e12, 8e13])
  for (const maxbins of [5, 40, 300]) {
    const extent = [1e12, 1e12 + span];
    const {units, step} = vega.timeBin({extent, maxbins});
    chosen.push({min: extent[0], max: extent[1], maxbins, unit: units.join(''), step});
  }
writeFileSync('units.json', `{"formats": [\n${lines(formats)}\n],\n "chosen": [\n${lines(chosen)}\n]}\n`);

// --- delimited text and inferred types ---

const delimited = [
  'a,b\n1,2\n3,4\n', 'a,b\r\n1,2\r\n3,4', 'a\tb', 'a,b\n"x, ""y""","multi\nline"\n,\n', 'a,a\n1,2\n',
  'n,i,f,d,b,s,m\n1,2,.5,2012-01-01,true,x,\n,3,1e3,2013/02/03,false,5,\n7,4,,Jan 5 2014,,true,\n',
  'd,e\n2012-01-01,\n2013-01-01,x\n', 'z\n00123\n5\n', 'a\n\n1\n', '\u0443,中\nж,文\n'
];
const read = delimited.map(text => ({
  text, expect: vega.read(text, {type: 'dsv', delimiter: text.includes('\t') ? '\t' : ',', parse: 'auto'}).map(encode)
}));
writeFileSync('texts.json', `{"zone": "${ZONE}",\n "cases": [\n${lines(read)}\n]}\n`);
