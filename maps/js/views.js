// The named frames of the map.

export const VIEWS = {
  frontier: { centre: [40.76, 42.78], west: 38.5, east: 47.1, south: 38.85, north: 42.65 },
  narrow: { centre: [40.75, 43.1], west: 40, east: 46.2, south: 38.7, north: 42.7 },
  wide: { centre: [40.2, 36.5], west: 25.2, east: 50.6, south: 34.6, north: 45.6 },
};

const NARROW = 600;

// The named frame that suits the width of the map: the same stretch of frontier on every screen.
export function frameFor(width, name) {
  return VIEWS[name === "frontier" && width < NARROW ? "narrow" : name];
}
