/** The axis of each chart: the same for every policy, so that a change is seen as one. It grows where it must, and stays. */
import { scaleLinear } from 'd3-scale'

const SLACK = 0.02 // of the axis: what leaves it by less is said at its end and does not move it

export class Scales {
  private readonly kept = new Map<string, [number, number]>()

  /** The axis of a chart that must show `seen`, beginning from `first`. */
  fit(name: string, seen: readonly [number, number], first?: readonly [number, number]): [number, number] {
    const [low, high] = this.kept.get(name) ?? first ?? nice(seen)
    const slack = SLACK * (high - low)
    const grown: [number, number] = [seen[0] < low - slack ? seen[0] : low, seen[1] > high + slack ? seen[1] : high]
    const axis: [number, number] = grown[0] === low && grown[1] === high ? grown : nice(grown)
    this.kept.set(name, axis)
    return axis
  }

  forget(): void {
    this.kept.clear()
  }
}

function nice(seen: readonly [number, number]): [number, number] {
  return scaleLinear().domain([...seen]).nice(4).domain() as [number, number]
}
