"use strict";
(() => {
  const data = JSON.parse(document.getElementById("redline-data").textContent);
  const charts = new Map();
  /* What is drawn on a canvas: its panel, and whether the reader zoomed to the values. */
  const states = new WeakMap();
  const stateOf = (chart) => states.get(chart.canvas);

  const colour = (name) =>
    getComputedStyle(document.documentElement).getPropertyValue("--" + name).trim();

  /* Writing values: as Quantity and Times do in the page's words. */
  const digits = (value) => {
    if (value > 0 && value < 0.05) return "< 0.1";
    return value.toFixed(value < 99.95 ? 1 : 0).replace(/\.0$/, "");
  };
  const bytes = (value) => {
    const units = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"];
    let unit = 0;
    while (value >= 1023.5 && unit < units.length - 1) {
      value /= 1024;
      unit++;
    }
    return digits(value) + " " + units[unit];
  };
  const quantity = (unit, value) =>
    unit === "BYTES" ? bytes(value)
      : unit === "PERCENT" ? digits(value) + " %"
      : unit === "USD" ? "$" + value.toFixed(value > 0 && value < 0.1 ? 4 : 2)
      : Math.round(value).toLocaleString("en-US");
  const two = (number) => String(number).padStart(2, "0");
  const into = (seconds) => {
    const s = Math.floor(seconds);
    return s < 3600
      ? Math.floor(s / 60) + ":" + two(s % 60)
      : Math.floor(s / 3600) + ":" + two(Math.floor(s / 60) % 60) + ":" + two(s % 60);
  };
  const utc = (seconds) =>
    new Date(data.startMs + seconds * 1000).toISOString().slice(11, 19) + " UTC";

  /* Axes with round numbers. */
  const NICE_SECONDS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 28800, 86400];
  const timeStep = (span, ticks) => NICE_SECONDS.find((step) => span / step <= ticks) || 7 * 86400;
  const niceTop = (unit, value) => {
    const scale = unit === "BYTES" ? 1024 ** Math.max(0, Math.floor(Math.log2(Math.max(1, value)) / 10)) : 1;
    const scaled = Math.max(value / scale, unit === "BYTES" ? 1 : unit === "USD" ? 0.0001 : 0.1);
    const power = 10 ** Math.floor(Math.log10(scaled));
    if (unit === "BYTES" && scaled <= 2.5) return [1, 1.25, 1.5, 2, 2.5].find((n) => n >= scaled) * scale;
    const nice = [1, 1.2, 1.6, 2, 2.4, 3, 4, 5, 6, 8, 10, 12].find((n) => n * power >= scaled);
    return nice * power * scale;
  };
  /* Parts of a nice top that are round numbers too. */
  const partsOf = (unit, top) => {
    const scale = unit === "BYTES" ? 1024 ** Math.max(0, Math.floor(Math.log2(Math.max(1, top)) / 10)) : 1;
    const few = unit === "BYTES" && { 1: 4, 1.25: 5, 1.5: 3, 2: 4, 2.5: 5 }[top / scale];
    if (few) return few;
    const first = Math.round((top / scale / 10 ** Math.floor(Math.log10(top / scale))) * 10) / 10;
    return { 3: 3, 6: 3, 5: 5, 1: 5 }[first] || 4;
  };
  const countStep = (value) =>
    [1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500, 1000, 2000, 2500, 5000].find((step) => value / step <= 5) || 10000;
  /* Room above the executors for the causes of losses. */
  const countTop = (value) => {
    const step = countStep(1.2 * value + 1);
    return Math.ceil((1.2 * value + 0.5) / step) * step;
  };
  const topOf = (panel, zoomed) => {
    const values = panel.lines.flatMap((line) => line.values).filter((value) => value !== null);
    const highest = Math.max(0, ...values);
    if (zoomed) return niceTop(panel.unit, 1.08 * highest || 1);
    const limits = panel.redlines.map((redline) => redline.value);
    if (panel.unit === "COUNT") return countTop(highest);
    if (panel.unit === "PERCENT" && limits.length === 0) return niceTop("PERCENT", Math.max(5, 1.08 * highest));
    if (panel.unit === "PERCENT") return Math.max(100, 20 * Math.ceil(highest / 20));
    return niceTop(panel.unit, Math.max(highest, ...limits.map((limit) => 1.12 * limit)) || 1);
  };

  /* A stretch's value is known at its end; before the first end, sums were zero and shares the same.
     Every line of a panel has the same number of points, so that an index is one point in time. */
  const points = (line) => [
    { x: 0, y: line.shape === "sum" ? 0 : line.values[0] },
    ...data.seconds.map((x, i) => ({ x, y: line.values[i] })),
  ];
  const DASHES = { quiet: [2, 3], faint: [6, 3] };
  const dataset = (line) => {
    const few = line.values.filter((value) => value !== null).length <= 12;
    return {
      label: line.label,
      data: points(line),
      tone: line.tone,
      borderColor: colour(line.tone),
      pointBorderColor: colour(line.tone),
      pointBackgroundColor: colour(line.tone),
      backgroundColor: colour(line.tone) + "22",
      borderWidth: line.shape === "beside" ? 1.5 : 2,
      borderDash: DASHES[line.tone] || [],
      borderJoinStyle: "round",
      pointRadius: few && line.shape !== "steps" ? 2 : 0,
      pointHoverRadius: 4,
      stepped: line.shape === "steps" ? "after" : false,
      fill: line.shape === "sum" && line.tone === "main",
      spanGaps: true,
      tension: 0,
    };
  };

  /* Redlines, dashed, each with its label at the right end. */
  const redlines = {
    id: "redlines",
    afterDatasetsDraw(chart) {
      const { ctx, chartArea: area, scales } = chart;
      for (const redline of stateOf(chart).panel.redlines) {
        if (redline.value > scales.y.max) continue;
        const y = scales.y.getPixelForValue(redline.value);
        ctx.save();
        ctx.strokeStyle = ctx.fillStyle = colour("redline");
        ctx.lineWidth = 1.5;
        ctx.setLineDash([6, 3]);
        ctx.beginPath();
        ctx.moveTo(area.left, y);
        ctx.lineTo(area.right, y);
        ctx.stroke();
        ctx.font = "600 11px " + Chart.defaults.font.family;
        const below = y - area.top < 16;
        const width = ctx.measureText(redline.label).width + 8;
        const top = below ? y : y - 16;
        const right = crowd(chart, area.right - width, area.right, top) <= crowd(chart, area.left, area.left + width, top);
        ctx.textAlign = right ? "right" : "left";
        ctx.textBaseline = below ? "top" : "bottom";
        outlined(ctx, redline.label, right ? area.right - 4 : area.left + 4, y + (below ? 3 : -3));
        ctx.restore();
      }
    },
  };
  /* How much of the lines runs through a place that is as high as a label. */
  const crowd = (chart, from, to, top) =>
    chart.data.datasets
      .flatMap((set, i) => chart.getDatasetMeta(i).data)
      .filter((point) => !point.skip && point.x >= from && point.x <= to && point.y >= top - 4 && point.y <= top + 20)
      .length;
  const outlined = (ctx, text, x, y) => {
    ctx.save();
    ctx.setLineDash([]);
    ctx.strokeStyle = colour("card");
    ctx.lineWidth = 3;
    ctx.lineJoin = "round";
    ctx.strokeText(text, x, y);
    ctx.restore();
    ctx.fillText(text, x, y);
  };

  /* The last value of a line that hugs the floor, written where it ends. */
  const endLabels = {
    id: "endLabels",
    afterDatasetsDraw(chart) {
      const { panel, zoomed } = stateOf(chart);
      if (!isLow(panel) || zoomed) return;
      const { ctx, chartArea: area, scales } = chart;
      const set = chart.data.datasets[0];
      const last = set.data.filter((point) => point.y !== null).pop();
      if (!last) return;
      ctx.save();
      ctx.fillStyle = colour(set.tone);
      ctx.font = "600 11px " + Chart.defaults.font.family;
      ctx.textAlign = "right";
      ctx.textBaseline = "bottom";
      outlined(ctx, quantity(panel.unit, last.y), Math.min(area.right - 4, scales.x.getPixelForValue(last.x)), scales.y.getPixelForValue(last.y) - 6);
      ctx.restore();
    },
  };

  /* Executors lost: a hairline each, a cross where it counts and a ring where not, causes on top. */
  const losses = {
    id: "losses",
    afterDatasetsDraw(chart) {
      const { panel } = stateOf(chart);
      const { ctx, chartArea: area, scales } = chart;
      const ends = [];
      ctx.save();
      ctx.font = "11px " + Chart.defaults.font.family;
      for (const group of grouped(panel.marks || [], scales.x)) {
        const x = scales.x.getPixelForValue(group.second);
        const y = scales.y.getPixelForValue(aliveAt(panel, group.second));
        ctx.strokeStyle = ctx.fillStyle = colour(group.counted ? "redline" : "quiet");
        ctx.globalAlpha = 0.35;
        ctx.lineWidth = 1;
        ctx.beginPath();
        ctx.moveTo(x, area.top);
        ctx.lineTo(x, area.bottom);
        ctx.stroke();
        ctx.globalAlpha = 1;
        symbol(ctx, x, y, group.counted);
        label(ctx, group, x, area, ends);
      }
      ctx.restore();
    },
  };
  const grouped = (marks, axis) => {
    const groups = [];
    const inOrderOfWeight = [...marks].sort((a, b) => b.counted - a.counted);
    for (const mark of inOrderOfWeight) {
      const reach = mark.counted ? 14 : 80;
      const near = groups.find((group) => group.cause === mark.cause && group.counted === mark.counted
        && Math.abs(axis.getPixelForValue(group.second) - axis.getPixelForValue(mark.second)) < reach);
      if (near) near.number++;
      else groups.push({ ...mark, number: 1 });
    }
    return groups;
  };
  const aliveAt = (panel, second) => {
    const values = panel.lines[0].values;
    const i = data.seconds.findIndex((end) => end >= second);
    return values[i < 0 ? values.length - 1 : i] || 0;
  };
  const symbol = (ctx, x, y, counted) => {
    ctx.lineWidth = 2;
    ctx.beginPath();
    if (counted) {
      ctx.moveTo(x - 4, y - 4);
      ctx.lineTo(x + 4, y + 4);
      ctx.moveTo(x + 4, y - 4);
      ctx.lineTo(x - 4, y + 4);
    } else {
      ctx.arc(x, y, 4, 0, 2 * Math.PI);
    }
    ctx.stroke();
  };
  const label = (ctx, group, x, area, ends) => {
    const text = group.cause + (group.number > 1 ? " ×" + group.number : "");
    const width = ctx.measureText(text).width + 8;
    const flip = x + width > area.right;
    const from = flip ? x - width : x;
    let row = 0;
    while (row < 3 && (ends[row] || []).some(([a, b]) => from < b && from + width > a)) row++;
    if (row === 3) return;
    (ends[row] = ends[row] || []).push([from, from + width]);
    ctx.textAlign = flip ? "right" : "left";
    ctx.textBaseline = "top";
    outlined(ctx, text, x + (flip ? -4 : 4), area.top + 2 + 14 * row);
  };

  /* Whether the values lie so far below the redline that their shape is lost. */
  const isLow = (panel) => {
    const limits = panel.redlines.map((redline) => redline.value);
    if (panel.unit !== "BYTES" || limits.length === 0) return false;
    const highest = Math.max(0, ...panel.lines.flatMap((line) => line.values));
    return highest > 0 && highest < 0.2 * Math.min(...limits);
  };

  /* Where the reader points, on every chart. */
  let pointed = null;
  const pointer = {
    id: "pointer",
    afterDraw({ ctx, chartArea: area, scales }) {
      if (pointed === null) return;
      const x = scales.x.getPixelForValue(pointed);
      ctx.save();
      ctx.strokeStyle = colour("quiet");
      ctx.globalAlpha = 0.6;
      ctx.lineWidth = 1;
      ctx.beginPath();
      ctx.moveTo(x, area.top);
      ctx.lineTo(x, area.bottom);
      ctx.stroke();
      ctx.restore();
    },
  };
  const point = (second, from) => {
    if (pointed === second) return;
    pointed = second;
    for (const chart of charts.values()) if (chart !== from) chart.draw();
  };

  /* The arrow keys walk along a chart; what the tooltip says is read out. */
  const spoken = document.createElement("p");
  spoken.className = "unseen";
  spoken.setAttribute("role", "status");
  const show = (chart, index) => {
    const at = data.seconds[index - 1] || 0;
    const active = chart.data.datasets
      .map((set, datasetIndex) => ({ datasetIndex, index }))
      .filter(({ datasetIndex }) => chart.data.datasets[datasetIndex].data[index]?.y != null);
    chart.setActiveElements(active);
    chart.tooltip.setActiveElements(active, { x: 0, y: 0 });
    point(at, chart);
    chart.update("none");
    const { panel } = stateOf(chart);
    spoken.textContent = [
      into(at) + " into the run",
      ...active.map(({ datasetIndex }) => {
        const set = chart.data.datasets[datasetIndex];
        return set.label + " " + quantity(panel.unit, set.data[index].y);
      }),
      ...near(panel, at),
    ].join("; ");
  };
  const STEPS = { ArrowLeft: -1, ArrowRight: 1, PageUp: -10, PageDown: 10, Home: -Infinity, End: Infinity };
  const walk = (canvas) => {
    let index = 0;
    canvas.addEventListener("keydown", (event) => {
      const chart = charts.get(canvas);
      const last = data.seconds.length;
      if (event.key === "Escape") {
        chart.setActiveElements([]);
        chart.tooltip.setActiveElements([], { x: 0, y: 0 });
        point(null, null);
        chart.update("none");
      } else if (event.key in STEPS) {
        index = Math.min(last, Math.max(0, index + STEPS[event.key]));
        show(chart, index);
        event.preventDefault();
      }
    });
    canvas.addEventListener("mouseleave", () => point(null, null));
  };

  const options = ({ panel, zoomed }) => ({
    animation: false,
    onHover: (event, items, chart) => point(items.length ? items[0].element.$context.parsed.x : null, chart),
    maintainAspectRatio: false,
    normalized: true,
    interaction: { mode: "index", intersect: false },
    plugins: {
      legend: { display: false },
      colors: { enabled: false },
      tooltip: {
        callbacks: {
          title: (items) => into(items[0].parsed.x) + " into the run, " + utc(items[0].parsed.x),
          label: (item) => " " + item.dataset.label + ": " + quantity(panel.unit, item.parsed.y),
          afterBody: (items) => near(panel, items[0].parsed.x),
        },
      },
    },
    scales: {
      x: {
        type: "linear",
        min: 0,
        max: Math.max(data.endSeconds, 1),
        grid: { display: false },
        border: { color: colour("rule") },
        ticks: { color: colour("soft"), maxRotation: 0, callback: into },
        afterBuildTicks: (axis) => {
          const step = timeStep(axis.max, Math.max(3, Math.floor(axis.width / 56)));
          axis.ticks = [];
          for (let at = 0; at <= axis.max; at += step) axis.ticks.push({ value: at });
        },
      },
      y: {
        min: 0,
        max: topOf(panel, zoomed),
        grid: { color: colour("rule") },
        border: { display: false },
        afterFit: (axis) => (axis.width = 64),
        ticks: { color: colour("soft"), callback: (value) => quantity(panel.unit, value) },
        afterBuildTicks: (axis) => {
          const step =
            panel.unit === "COUNT" ? countStep(axis.max)
              : panel.unit === "PERCENT" && panel.redlines.length > 0 ? 20 * Math.ceil(axis.max / 120)
              : axis.max / partsOf(panel.unit, axis.max);
          axis.ticks = [];
          for (let at = 0; at <= axis.max * 1.001; at += step) axis.ticks.push({ value: at });
        },
      },
    },
  });

  /* Losses close to a point in time, for the tooltip. */
  const near = (panel, second) =>
    (panel.marks || [])
      .filter((mark) => Math.abs(mark.second - second) <= data.endSeconds / 100)
      .slice(0, 6)
      .map((mark) => "executor " + mark.executor + " lost: " + mark.cause + (mark.counted ? ", counts" : ""));

  const zoomButton = (state, canvas) => {
    const button = document.createElement("button");
    button.type = "button";
    const show = () => {
      button.textContent = state.zoomed ? "Show the redline" : "Zoom to the values";
    };
    button.addEventListener("click", () => {
      state.zoomed = !state.zoomed;
      show();
      draw(canvas, state);
    });
    show();
    canvas.closest("figure").append(button);
  };

  /* Drawn anew whenever colours or scale change: 600 samples take a few milliseconds. */
  const draw = (canvas, state) => {
    charts.get(canvas)?.destroy();
    states.set(canvas, state);
    charts.set(
      canvas,
      new Chart(canvas, {
        type: "line",
        data: { datasets: state.panel.lines.map(dataset) },
        options: options(state),
        plugins: [redlines, endLabels, losses, pointer],
      }),
    );
  };

  const begin = (panel) => {
    const canvas = document.querySelector('canvas[data-panel="' + panel.id + '"]');
    if (!canvas || data.seconds.length === 0) return;
    const state = { panel, zoomed: false };
    draw(canvas, state);
    walk(canvas);
    if (isLow(panel)) zoomButton(state, canvas);
  };

  Chart.defaults.font.family = getComputedStyle(document.body).fontFamily;
  document.body.append(spoken);
  data.panels.forEach(begin);
  const again = () => [...charts.keys()].forEach((canvas) => draw(canvas, states.get(canvas)));
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", again);
  matchMedia("print").addEventListener("change", again);
  document.documentElement.dataset.drawn = String(charts.size);
})();
