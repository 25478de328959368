// JupyterLab runs no notebook by itself. This runs the page of the workbench when it is opened, and no other:
// it holds one cell, and the file is made anew by `jalin lab` each time.
const PAGE = "data/processed/private/lab/workbench.ipynb";

const plugin = {
  id: "jalin-workbench:plugin",
  autoStart: true,
  activate: (app) => {
    const seen = new WeakSet();
    const run = async (widget) => {
      const context = widget?.context;
      if (!context || context.path !== PAGE || seen.has(widget)) return;
      seen.add(widget);
      await context.ready;
      await context.sessionContext.ready;
      app.shell.activateById(widget.id);
      await app.commands.execute("notebook:run-all-cells");
      widget.content.activeCellIndex = 0;
    };
    app.shell.currentChanged?.connect((_, change) => run(change.newValue));
    app.restored.then(() => run(app.shell.currentWidget));
  },
};

window._JUPYTERLAB = window._JUPYTERLAB || {};
window._JUPYTERLAB["jalin-workbench"] = {
  get: async () => () => ({ __esModule: true, default: plugin }),
  init: () => {},
};
