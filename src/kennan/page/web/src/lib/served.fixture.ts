/** The article's world, for the tests of the page; `tests/unit/test_described_unit.py` holds it to the scenario. */
import { readFileSync } from 'node:fs'
import { serve, type Served } from './served'

const read = (file: string) => JSON.parse(readFileSync(new URL(file, import.meta.url), 'utf8')) as unknown
serve({ ...(read('./served.fixture.json') as Served), map: read('../../../../scenarios/x-1947/map.json') as Served['map'] })
