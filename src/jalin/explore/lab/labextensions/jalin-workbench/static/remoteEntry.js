// JupyterLab runs no notebook by itself. This runs the page of the workbench when it is opened, and no other:
// it holds one cell, and the file is made anew by `jalin lab` each time. What stands in it is nothing to save: two windows
// would each ask which of them may. A kernel that died and began again runs it again.
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
      context.save = async () => {};
      await context.ready;
      const clean = () => { if (context.model.dirty) context.model.dirty = false; };
      context.model.stateChanged.connect(clean);
      // a kernel may have made it dirty before
      clean();
      await context.sessionContext.ready;
      const shown = () => widget.node.querySelector(".jalin");
      // a kernel that is only just there may take what is sent for nothing: what did not come is asked for again
      const begin = async (most) => {
        for (let times = 0; times < most && !shown(); times += 1) {
          app.shell.activateById(widget.id);
          app.commands.execute("notebook:run-all-cells");
          for (let quiet = 0; quiet < 10 << times && !shown();) {
            await new Promise((done) => setTimeout(done, 250));
            quiet = context.sessionContext.session?.kernel?.status === "idle" ? quiet + 1 : 0;
          }
        }
        widget.content.activeCellIndex = 0;
      };
      let died = false;
      context.sessionContext.statusChanged.connect((_, status) => {
        if (/restarting|dead/.test(status)) died = true;
        else if (status === "idle" && died) {
          died = false;
          shown()?.remove();
          // a window that keeps what it knew of the dead kernel begins anew
          begin(3).then(() => { if (!shown()) window.location.reload(); });
        }
      });
      await begin(5);
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
