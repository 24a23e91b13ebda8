"use strict";
(() => {
  const data = JSON.parse(document.getElementById("redline-data").textContent);
  const charts = [];
  const colour = (name) =>
    getComputedStyle(document.documentElement).getPropertyValue("--" + name).trim();

  const short = (value) => Number(value.toPrecision(3)).toString();
  const bytes = (value) => {
    const units = ["", "k", "M", "G", "T", "P"];
    let unit = 0;
    while (Math.abs(value) >= 1000 && unit < units.length - 1) {
      value /= 1000;
      unit++;
    }
    return short(value) + units[unit];
  };
  const written = (unit, value) => (unit === "BYTES" ? bytes(value) : short(value));
  const clock = (period) =>
    new Date(data.startMs + (period + 1) * data.periodSeconds * 1000).toISOString().slice(11, 16);

  /* A dashboard's own redlines. */
  const annotations = {
    id: "annotations",
    afterDatasetsDraw({ ctx, chartArea: area, scales, canvas }) {
      for (const line of canvas.redlines) {
        if (line.value > scales.left.max) continue;
        const y = scales.left.getPixelForValue(line.value);
        ctx.save();
        ctx.strokeStyle = ctx.fillStyle = line.color || colour("bad");
        ctx.lineWidth = 1.5;
        ctx.beginPath();
        ctx.moveTo(area.left, y);
        ctx.lineTo(area.right, y);
        ctx.stroke();
        ctx.font = "11px " + Chart.defaults.font.family;
        ctx.textBaseline = y - area.top < 16 ? "top" : "bottom";
        ctx.strokeStyle = colour("card");
        ctx.lineWidth = 3;
        ctx.lineJoin = "round";
        ctx.strokeText(line.label || "", area.left + 4, y - (y - area.top < 16 ? -2 : 2));
        ctx.fillText(line.label || "", area.left + 4, y - (y - area.top < 16 ? -2 : 2));
        ctx.restore();
      }
    },
  };

  const axis = (chart, side) => {
    const told = (chart.yAxis || {})[side] || {};
    const limits = side === "left" ? chart.annotations.map((line) => 1.05 * line.value) : [];
    return {
      position: side,
      display: side === "left" || chart.lines.some((line) => line.yAxis === "right"),
      min: told.min,
      max: told.max,
      suggestedMax: Math.max(0, ...limits) || undefined,
      title: { display: Boolean(told.label), text: told.label, color: colour("soft"), font: { size: 10 } },
      grid: { color: side === "left" ? colour("rule") : "transparent" },
      border: { display: false },
      ticks: { color: colour("soft"), font: { size: 10 }, maxTicksLimit: 6, callback: (value) => written(chart.unit, value) },
    };
  };

  const dataset = (line) => {
    const few = line.values.filter((value) => value !== null).length < 3;
    const right = line.yAxis === "right";
    return {
      label: line.label,
      data: line.values,
      yAxisID: line.yAxis,
      borderColor: line.color,
      backgroundColor: line.color,
      borderWidth: 1.75,
      pointRadius: few || right ? 2.5 : 0,
      showLine: !right,
      spanGaps: true,
      tension: 0,
    };
  };

  const draw = (chart) => {
    const canvas = document.querySelector('canvas[data-panel="' + chart.id + '"]');
    chart.annotations = Array.isArray(chart.annotations) ? chart.annotations : [];
    canvas.redlines = chart.annotations;
    const length = Math.max(...chart.lines.map((line) => line.values.length));
    charts.push(
      new Chart(canvas, {
        type: "line",
        data: { labels: Array.from({ length }, (_, i) => clock(i)), datasets: chart.lines.map(dataset) },
        options: {
          animation: false,
          maintainAspectRatio: false,
          interaction: { mode: "index", intersect: false },
          plugins: {
            legend: { display: false },
            tooltip: { callbacks: { label: (item) => " " + item.dataset.label + ": " + written(chart.unit, item.parsed.y) } },
          },
          scales: {
            x: {
              grid: { display: false },
              border: { color: colour("rule") },
              ticks: { color: colour("soft"), font: { size: 10 }, maxRotation: 0, autoSkipPadding: 24 },
            },
            left: axis(chart, "left"),
            right: axis(chart, "right"),
          },
        },
        plugins: [annotations],
      }),
    );
  };

  for (const item of document.querySelectorAll("[data-color]")) {
    const swatch = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    swatch.setAttribute("viewBox", "0 0 12 8");
    swatch.setAttribute("aria-hidden", "true");
    const bar = document.createElementNS("http://www.w3.org/2000/svg", "rect");
    bar.setAttribute("width", "12");
    bar.setAttribute("height", "8");
    bar.setAttribute("fill", item.dataset.color);
    swatch.append(bar);
    item.prepend(swatch);
  }
  Chart.defaults.font.family = getComputedStyle(document.body).fontFamily;
  const all = () => {
    while (charts.length > 0) charts.pop().destroy();
    data.charts.forEach(draw);
  };
  all();
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", all);
  document.documentElement.dataset.drawn = String(charts.length);
})();
