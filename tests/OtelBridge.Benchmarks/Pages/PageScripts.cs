namespace OtelBridge.Benchmarks.Pages;

/// <summary>What is run inside pages to measure them; every time is the browser's own, in milliseconds.</summary>
internal static class PageScripts
{
    /// <summary>First and largest contentful paint, since the navigation began.</summary>
    public const string Paints = """
        () => new Promise(done => {
          new PerformanceObserver(list => {
            const first = performance.getEntriesByName('first-contentful-paint')[0];
            const largest = list.getEntries().at(-1);
            if (first && largest) {
              done([first.startTime, largest.startTime]);
            }
          }).observe({ type: 'largest-contentful-paint', buffered: true });
        })
        """;

    /// <summary>From sending a filter until its rows were painted.</summary>
    public const string Filter = """
        async filter => {
          const before = document.getElementById('traces-list');
          const field = document.getElementById('traces-filter');
          field.value = filter;
          const start = performance.now();
          field.form.requestSubmit();
          while (document.getElementById('traces-list') === before || !document.querySelector('#traces-list tbody tr')) {
            await new Promise(requestAnimationFrame);
          }
          await new Promise(painted => requestAnimationFrame(() => setTimeout(painted)));
          return performance.now() - start;
        }
        """;

    /// <summary>Since the navigation began, until the whole tree is here and its rows were painted.</summary>
    public const string TreeShown = """
        async () => {
          while (performance.getEntriesByName('ob-tree').length === 0) {
            await new Promise(requestAnimationFrame);
          }
          await new Promise(painted => requestAnimationFrame(() => setTimeout(painted)));
          return performance.now();
        }
        """;

    /// <summary>Times between frames while the element (or the window, where it does not scroll) is scrolled by a screen every tenth frame, and a row every other.</summary>
    public const string Scroll = """
        async selector => {
          const element = document.querySelector(selector);
          const place = element && element.scrollHeight > element.clientHeight + 1 ? element : document.scrollingElement;
          const frames = [];
          let last = await new Promise(requestAnimationFrame);
          for (let i = 0; i < 240; i++) {
            place.scrollTop += i % 10 === 9 ? place.clientHeight : 26;
            const now = await new Promise(requestAnimationFrame);
            frames.push(now - last);
            last = now;
          }
          return frames;
        }
        """;
}
