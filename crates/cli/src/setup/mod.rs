//! Set-up of what a lab needs: toolchain, Jupyter, kernel and kit.
